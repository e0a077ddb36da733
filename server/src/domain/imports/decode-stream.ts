import { isUtf8 } from 'node:buffer'
import type { DetectedEncoding } from './detect-encoding.ts'

/** The file was taken for UTF-8 and is not. */
export class NotUtf8 extends Error {
  override name = 'NotUtf8'
}

/** The file as UTF-8 bytes without byte order mark, whatever it was written in; all later steps see only this. Throws NotUtf8. */
export async function* decodeToUtf8(
  source: AsyncIterable<Buffer>,
  { encoding, bomBytes, chosen }: DetectedEncoding,
): AsyncGenerator<Buffer> {
  let skip = bomBytes
  const decoder = encoding === 'utf-8' && !chosen ? createUtf8Check() : createDecoder(encoding, !chosen)
  for await (const chunk of source) {
    const bytes = chunk.subarray(Math.min(skip, chunk.length))
    skip -= chunk.length - bytes.length
    if (bytes.length > 0) yield decoder.push(bytes)
  }
  const rest = decoder.finish()
  if (rest.length > 0) yield rest
}

interface Decoder {
  push(bytes: Buffer): Buffer
  finish(): Buffer
}

const NOTHING = Buffer.alloc(0)

function createDecoder(encoding: string, fatal: boolean): Decoder {
  const decoder = new TextDecoder(encoding, { fatal, ignoreBOM: true })
  return {
    push: bytes => Buffer.from(decoder.decode(bytes, { stream: true })),
    finish: () => Buffer.from(decoder.decode()),
  }
}

/** Passes the bytes on untouched and makes sure that they are UTF-8 to the last one, wherever the chunks cut a character. */
function createUtf8Check(): Decoder {
  let tail: Buffer = NOTHING
  return {
    push(bytes) {
      // Tiny chunks are checked with all that is left over; of others only the first bytes, in which the cut character ends.
      const head = bytes.length < SHORT ? bytes.length : tail.length > 0 ? LONGEST_CHARACTER : 0
      const joined = Buffer.concat([tail, bytes.subarray(0, head)])
      const joinedEnd = completeLength(joined)
      if (!isUtf8(joined.subarray(0, joinedEnd))) throw new NotUtf8()
      if (head === bytes.length) {
        tail = joined.subarray(joinedEnd)
        return bytes
      }
      const rest = bytes.subarray(joinedEnd - tail.length)
      const restEnd = completeLength(rest)
      if (!isUtf8(rest.subarray(0, restEnd))) throw new NotUtf8()
      tail = Buffer.from(rest.subarray(restEnd))
      return bytes
    },
    finish() {
      if (tail.length > 0) throw new NotUtf8()
      return NOTHING
    },
  }
}

const LONGEST_CHARACTER = 4
const SHORT = 16

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
