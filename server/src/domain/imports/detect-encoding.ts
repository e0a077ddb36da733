import { DomainError } from '#domain/domain-error.ts'
import { createChineseVote } from './chinese-vote.ts'
import type { OpenFile } from './sniff-file.ts'

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'

export interface DetectedEncoding {
  encoding: Encoding
  /** Bytes of the byte order mark to skip. */
  bomBytes: number
}

/**
 * Decides by evidence, not by statistics: a byte order mark; else UTF-8, which whoever reads on checks to the last byte
 * (`NotUtf8`); when that failed, strict GB18030 whose characters look like Chinese. Anything else is `unknown_encoding`:
 * guessing would corrupt titles silently.
 */
export async function detectEncoding(open: OpenFile, { notUtf8 = false } = {}): Promise<DetectedEncoding> {
  const head = await readHead(open)
  const marked = byMark(head) ?? byZeros(head)
  if (marked) {
    if (notUtf8) throw new DomainError('unknown_encoding', { found: `broken_${marked.encoding}` })
    await decodeStrictly(open, marked)
    return marked
  }
  if (!notUtf8) return { encoding: 'utf-8', bomBytes: 0 }
  await refuseUnlessChinese(open)
  return { encoding: 'gb18030', bomBytes: 0 }
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

async function decodeStrictly(open: OpenFile, { encoding }: DetectedEncoding): Promise<void> {
  if (encoding === 'utf-8') return
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for await (const chunk of open()) decoder.decode(chunk, { stream: true })
    decoder.decode()
  } catch {
    throw new DomainError('unknown_encoding', { found: `broken_${encoding}` })
  }
}

async function refuseUnlessChinese(open: OpenFile): Promise<void> {
  const decoder = new TextDecoder('gb18030', { fatal: true })
  const vote = createChineseVote()
  try {
    for await (const chunk of open()) vote.count(decoder.decode(chunk, { stream: true }))
    vote.count(decoder.decode())
  } catch {
    throw new DomainError('unknown_encoding')
  }
  if (!vote.looksChinese()) throw new DomainError('unknown_encoding')
}
