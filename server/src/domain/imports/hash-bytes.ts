/**
 * A 64-bit hash in two 32-bit halves (two lanes of MurmurHash3's mixing, public domain), because BigInt per record costs
 * more than reading the record. It only tells a supplier's own records apart; nothing is protected by it.
 */
export interface Hash64 {
  high: number
  low: number
}

const HIGH_SEED = 0x9747b28c
const LOW_SEED = 0x1b873593

/** Writes into `into`, so that half a million calls leave no garbage. */
export function hashBytes(bytes: Uint8Array, start: number, end: number, into: Hash64): void {
  let high = HIGH_SEED ^ (end - start)
  let low = LOW_SEED ^ (end - start)
  let at = start
  for (const stop = end - 3; at < stop; at += 4) {
    const word =
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)
    high = mixHigh(high, word)
    low = mixLow(low, word)
  }
  let rest = 0
  for (let shift = 0; at < end; at++, shift += 8) rest |= (bytes[at] as number) << shift
  into.high = finish(mixHigh(high, rest))
  into.low = finish(mixLow(low, rest))
}

export function hashText(text: string, into: Hash64): void {
  let high = HIGH_SEED ^ text.length
  let low = LOW_SEED ^ text.length
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    high = mixHigh(high, unit)
    low = mixLow(low, unit)
  }
  into.high = finish(high)
  into.low = finish(low)
}

function mixHigh(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51)
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593)
  const mixed = hash ^ k
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
}

function mixLow(hash: number, word: number): number {
  let k = Math.imul(word, 0x239b961b)
  k = Math.imul((k << 16) | (k >>> 16), 0xab0e9789)
  const mixed = hash ^ k
  return (Math.imul((mixed << 17) | (mixed >>> 15), 5) + 0x561ccd1b) | 0
}

function finish(hash: number): number {
  let h = hash ^ (hash >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) | 0
}
