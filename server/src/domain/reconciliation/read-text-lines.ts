import { isUtf8 } from 'node:buffer'
import { refuse } from './statement-refusal.ts'

export interface TextLine {
  /** From 1. */
  no: number
  text: string
}

/**
 * The lines of a text in the encodings banks use, wherever the chunks cut it: UTF-8 and UTF-16 by their mark; else whatever its
 * first Chinese characters are, strict UTF-8 before GB18030. A byte that is wrong in it refuses the file.
 */
export async function* readTextLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<TextLine> {
  let no = 0
  let rest = ''
  for await (const text of decodeText(source)) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield { no: ++no, text: line.replace(/\r$/, '') }
    if (rest.length > LONGEST_LINE)
      refuse('line_too_long', { line: no + 1, expected: `≤ ${LONGEST_LINE}`, found: '' })
  }
  if (rest !== '') yield { no: no + 1, text: rest.replace(/\r$/, '') }
}

type Decoder = InstanceType<typeof TextDecoder>

const LONGEST_LINE = 1024 * 1024
const ENOUGH_TO_JUDGE = 4096

/** As `readTextLines`, but in pieces as they come. */
export async function* decodeText(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let head: Buffer = Buffer.alloc(0)
  let decoder: Decoder | null = null
  try {
    for await (const chunk of source) {
      if (decoder) {
        yield decoder.decode(chunk, { stream: true })
        continue
      }
      head = Buffer.concat([head, chunk])
      if (head.length < ENOUGH_TO_JUDGE) continue
      decoder = chooseDecoder(head)
      // Text without a Chinese character yet is the same in both: the choice waits, the text need not.
      const ready = decoder ? head : Buffer.from(head)
      yield decoder ? decoder.decode(ready, { stream: true }) : ready.toString('latin1')
      head = Buffer.alloc(0)
    }
    decoder ??= chooseDecoder(head) ?? new TextDecoder('utf-8', { fatal: true })
    yield decoder.decode(head)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    refuse('encoding', { line: null, expected: decoder?.encoding ?? 'utf-8', found: '�' })
  }
}

/** Null for text that is plain ASCII so far. */
function chooseDecoder(head: Buffer): Decoder | null {
  const fatal = { fatal: true }
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le', fatal)
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be', fatal)
  if (head.every(byte => byte < 0x80)) return null
  const cut = head.length >= ENOUGH_TO_JUDGE ? LONGEST_CHARACTER : 0
  const isUnicode = Array.from({ length: cut + 1 }, (_, less) => head.length - less).some(end =>
    isUtf8(head.subarray(0, Math.max(end, 0))),
  )
  return new TextDecoder(isUnicode ? 'utf-8' : 'gb18030', fatal)
}

const LONGEST_CHARACTER = 3
