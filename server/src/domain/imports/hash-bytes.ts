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
const FOURTH = 0x27d4eb2f

/**
 * Takes sixteen bytes a step in four lanes that do not wait for one another: four times as fast as one lane after the
 * other. A lane's step can be undone, so records that differ in one byte leave different lanes, and both words of the
 * hash hang on all four. Writes into `into`: no garbage.
 */
export function hashBytes(bytes: DataView, start: number, end: number, into: Hash64): void {
  let a = FIRST ^ (end - start)
  let b = SECOND
  let c = THIRD
  let d = FOURTH
  let at = start
  for (const stop = end - 15; at < stop; at += 16) {
    a = Math.imul(a ^ bytes.getInt32(at, true), FIRST)
    b = Math.imul(b ^ bytes.getInt32(at + 4, true), SECOND)
    c = Math.imul(c ^ bytes.getInt32(at + 8, true), THIRD)
    d = Math.imul(d ^ bytes.getInt32(at + 12, true), FOURTH)
    a ^= a >>> 15
    b ^= b >>> 15
    c ^= c >>> 15
    d ^= d >>> 15
  }
  for (const stop = end - 3; at < stop; at += 4) {
    a = Math.imul(a ^ bytes.getInt32(at, true), SECOND)
    a ^= a >>> 13
  }
  for (; at < end; at++) {
    b = Math.imul(b ^ bytes.getUint8(at), FIRST)
    b ^= b >>> 15
  }
  const high = Math.imul(a, THIRD) + Math.imul(b, FIRST) + Math.imul(c ^ (c >>> 16), SECOND) + d
  const low = Math.imul(a ^ (a >>> 16), SECOND) + b + Math.imul(c, THIRD) + Math.imul(d ^ (d >>> 16), FIRST)
  finish(high | 0, low | 0, into)
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
