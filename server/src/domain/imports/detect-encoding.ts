import { isUtf8 } from 'node:buffer'
import { DomainError } from '#domain/domain-error.ts'
import { createChineseVote } from './chinese-vote.ts'

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'

export interface DetectedEncoding {
  encoding: Encoding
  /** Bytes of the byte order mark to skip. */
  bomBytes: number
}

/**
 * Decides by evidence, not by statistics: a byte order mark, else strict UTF-8 over the whole stream, else strict
 * GB18030 whose characters look like Chinese. Anything else is `unknown_encoding`; guessing would corrupt titles silently.
 */
export async function detectEncoding(open: () => AsyncIterable<Buffer>): Promise<DetectedEncoding> {
  const head = await readHead(open)
  const marked = byMark(head) ?? byZeros(head)
  if (marked) {
    await decodeStrictly(open, marked)
    return marked
  }
  if (await isWholeUtf8(open)) return { encoding: 'utf-8', bomBytes: 0 }
  await refuseUnlessChinese(open)
  return { encoding: 'gb18030', bomBytes: 0 }
}

const HEAD_BYTES = 4096

async function readHead(open: () => AsyncIterable<Buffer>): Promise<Buffer> {
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
  for (let at = 0; at < head.length; at++) if (head[at] === 0) at % 2 === 0 ? even++ : odd++
  const half = head.length / 2
  if (odd > half * 0.3 && even < half * 0.05) return { encoding: 'utf-16le', bomBytes: 0 }
  if (even > half * 0.3 && odd < half * 0.05) return { encoding: 'utf-16be', bomBytes: 0 }
  return null
}

async function decodeStrictly(
  open: () => AsyncIterable<Buffer>,
  { encoding }: DetectedEncoding,
): Promise<void> {
  if (encoding === 'utf-8') {
    if (!(await isWholeUtf8(open))) throw new DomainError('unknown_encoding', { found: 'broken_utf-8' })
    return
  }
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for await (const chunk of open()) decoder.decode(chunk, { stream: true })
    decoder.decode()
  } catch {
    throw new DomainError('unknown_encoding', { found: `broken_${encoding}` })
  }
}

async function isWholeUtf8(open: () => AsyncIterable<Buffer>): Promise<boolean> {
  let carry = Buffer.alloc(0)
  for await (const chunk of open()) {
    const bytes = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk
    const cut = completeLength(bytes)
    if (!isUtf8(bytes.subarray(0, cut))) return false
    carry = Buffer.from(bytes.subarray(cut))
  }
  return carry.length === 0
}

/** Where the last character that may still be cut by the end of a chunk begins. */
function completeLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return needed > back ? bytes.length - back : bytes.length
    }
  }
  return bytes.length
}

async function refuseUnlessChinese(open: () => AsyncIterable<Buffer>): Promise<void> {
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
