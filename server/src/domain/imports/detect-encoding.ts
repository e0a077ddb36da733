import type { ImportEncoding } from '@haowu/shared/imports.ts'
import { DomainError } from '#domain/domain-error.ts'
import { createChineseVote } from './chinese-vote.ts'
import { FileQuestion } from './file-question.ts'
import { isNearlyUtf8 } from './nearly-utf8.ts'
import { type Reading, UNAIDED } from './reading.ts'
import type { OpenFile } from './sniff-file.ts'

export interface DetectedEncoding {
  encoding: ImportEncoding
  /** Bytes of the byte order mark to skip. */
  bomBytes: number
  /** A person chose it, seeing the text, or hardly a byte is wrong in it: such a one becomes U+FFFD, and the row is told. */
  chosen?: true
}

/**
 * Decides by evidence, not by statistics: what was chosen for the file; a byte order mark; else UTF-8, which whoever reads
 * on checks to the last byte (`NotUtf8`); when that failed, strict GB18030 whose characters look like Chinese; UTF-8 after
 * all, if hardly a line of it is broken; then what the supplier's files are in, as she once said. Anything else is asked: guessing would corrupt titles silently.
 */
export async function detectEncoding(
  open: OpenFile,
  { notUtf8 = false, reading = UNAIDED }: { notUtf8?: boolean; reading?: Reading } = {},
): Promise<DetectedEncoding> {
  const head = await readHead(open)
  const { encoding: chosen } = reading.choices
  if (chosen !== undefined) return { encoding: chosen, bomBytes: markLength(head, chosen), chosen: true }
  const marked = byMark(head) ?? byZeros(head)
  if (marked) {
    if (notUtf8 && (await isNearlyUtf8(open))) return { ...marked, chosen: true }
    if (notUtf8 || !(await decodesStrictly(open, marked))) throw unknown(`broken_${marked.encoding}`)
    return marked
  }
  if (!notUtf8) return { encoding: 'utf-8', bomBytes: 0 }
  if (await isChinese(open)) return { encoding: 'gb18030', bomBytes: 0 }
  if (await isNearlyUtf8(open)) return { encoding: 'utf-8', bomBytes: 0, chosen: true }
  const usual = reading.memory.encoding
  const asUsual = usual && ({ encoding: usual, bomBytes: 0 } satisfies DetectedEncoding)
  if (asUsual && (await decodesStrictly(open, asUsual))) return asUsual
  throw unknown()
}

function unknown(found?: string): FileQuestion {
  return new FileQuestion('encoding', 'unknown_encoding', found === undefined ? {} : { found })
}

const HEAD_BYTES = 4096

async function readHead(open: OpenFile): Promise<Buffer> {
  let head = Buffer.alloc(0)
  for await (const chunk of open()) {
    head = Buffer.concat([head, chunk])
    if (head.length >= HEAD_BYTES) break
  }
  return head
}

const MARKS: Partial<Record<ImportEncoding, string>> = {
  'utf-8': 'efbbbf',
  'utf-16le': 'fffe',
  'utf-16be': 'feff',
}

function markLength(head: Buffer, encoding: ImportEncoding): number {
  const mark = MARKS[encoding]
  return mark !== undefined && head.toString('hex', 0, 4).startsWith(mark) ? mark.length / 2 : 0
}

function byMark(head: Buffer): DetectedEncoding | null {
  const mark = head.toString('hex', 0, 4)
  if (mark === 'fffe0000' || mark === '0000feff')
    throw new DomainError('unknown_encoding', { found: 'utf-32' })
  if (mark.startsWith('efbbbf')) return { encoding: 'utf-8', bomBytes: 3 }
  if (mark.startsWith('fffe')) return { encoding: 'utf-16le', bomBytes: 2 }
  if (mark.startsWith('feff')) return { encoding: 'utf-16be', bomBytes: 2 }
  return null
}

/** UTF-16 without a mark: a table's digits, commas and line ends leave a zero in every second byte. */
function byZeros(head: Buffer): DetectedEncoding | null {
  let even = 0
  let odd = 0
  for (let at = 0; at + 1 < head.length; at += 2) {
    if (head[at] === 0) even++
    if (head[at + 1] === 0) odd++
  }
  const half = head.length / 2
  if (odd > half * 0.3 && even < half * 0.05) return { encoding: 'utf-16le', bomBytes: 0 }
  if (even > half * 0.3 && odd < half * 0.05) return { encoding: 'utf-16be', bomBytes: 0 }
  return null
}

/** UTF-8 is not decoded here: whoever reads on checks it. */
async function decodesStrictly(open: OpenFile, { encoding }: DetectedEncoding): Promise<boolean> {
  if (encoding === 'utf-8') return true
  return decodesAs(open, encoding)
}

async function isChinese(open: OpenFile): Promise<boolean> {
  const vote = createChineseVote()
  return (await decodesAs(open, 'gb18030', vote.count)) && vote.looksChinese()
}

async function decodesAs(
  open: OpenFile,
  encoding: ImportEncoding,
  look: (text: string) => void = () => {},
): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for await (const chunk of open()) look(decoder.decode(chunk, { stream: true }))
    look(decoder.decode())
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}
