/**
 * A 64-bit hash as two 32-bit words, because BigInt per record costs more than reading the record. It only tells a
 * supplier's own records apart; nothing is protected by it.
 */
export interface Hash64 {
  high: number
  low: number
}

// Odd numbers of xxHash and MurmurHash3 (public domain): multiplying by an odd number loses no bit.
const FIRST = 0x9e3779b1
const SECOND = 0x85ebca77
const THIRD = 0xc2b2ae3d

/** Takes eight bytes a step, each step reversible, so that two records that differ in one byte never meet. Writes into `into`: no garbage. */
export function hashBytes(bytes: DataView, start: number, end: number, into: Hash64): void {
  let high = FIRST ^ (end - start)
  let low = SECOND
  let at = start
  for (const stop = end - 7; at < stop; at += 8) {
    high = Math.imul(high ^ bytes.getInt32(at, true), FIRST)
    high ^= high >>> 15
    low = Math.imul(low ^ bytes.getInt32(at + 4, true), SECOND)
    low ^= low >>> 13
    high = (high + low) | 0
    low ^= Math.imul(high, THIRD)
  }
  for (; at < end; at++) {
    high = Math.imul(high ^ bytes.getUint8(at), FIRST)
    high ^= high >>> 15
    low = (low + high) | 0
  }
  finish(high, low, into)
}

/** For reading whole words from any place. */
export function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

export function hashText(text: string, into: Hash64): void {
  let high = FIRST ^ text.length
  let low = SECOND
  for (let at = 0; at < text.length; at++) {
    high = Math.imul(high ^ text.charCodeAt(at), FIRST)
    high ^= high >>> 15
    low = (Math.imul(low, THIRD) + high) | 0
  }
  finish(high, low, into)
}

/** What `hashText` makes of the same text, for bytes that are all ASCII. */
export function hashAscii(
  bytes: Uint8Array,
  { start, end }: { start: number; end: number },
  into: Hash64,
): void {
  let high = FIRST ^ (end - start)
  let low = SECOND
  for (let at = start; at < end; at++) {
    high = Math.imul(high ^ (bytes[at] as number), FIRST)
    high ^= high >>> 15
    low = (Math.imul(low, THIRD) + high) | 0
  }
  finish(high, low, into)
}

/** Two rounds of MurmurHash3's last step over both words, so that each bit of the result hangs on all. */
function finish(high: number, low: number, into: Hash64): void {
  let h = high ^ Math.imul(low ^ (low >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  let l = low ^ Math.imul(h ^ (h >>> 16), 0x27d4eb2f)
  l = Math.imul(l ^ (l >>> 15), 0x165667b1)
  into.high = h ^ (h >>> 16)
  into.low = l ^ (l >>> 16)
}
