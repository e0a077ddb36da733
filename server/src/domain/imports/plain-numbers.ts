/** Numbers as they mostly are, read off the bytes of a cell; -1 or false for any other, which the row check reads. */

const ZERO = 0x30
const POINT = 0x2e
const MOST_DIGITS = 8

/** `1299`, `1299.5` or `1299.50` in fen. */
export function plainFen(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  let fen = 0
  for (; at < end && isDigit(bytes[at] as number); at++) fen = fen * 10 + (bytes[at] as number) - ZERO
  if (at === start || at - start > MOST_DIGITS) return -1
  if (at === end) return fen * 100
  const decimals = end - at - 1
  if (bytes[at] !== POINT || decimals < 1 || decimals > 2) return -1
  for (at++; at < end; at++) {
    if (!isDigit(bytes[at] as number)) return -1
    fen = fen * 10 + (bytes[at] as number) - ZERO
  }
  return decimals === 1 ? fen * 10 : fen
}

export function plainCount(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > MOST_DIGITS || end === start) return -1
  let count = 0
  for (let at = start; at < end; at++) {
    if (!isDigit(bytes[at] as number)) return -1
    count = count * 10 + (bytes[at] as number) - ZERO
  }
  return count
}

/** Fifteen digits with a right check digit (Luhn), neither all alike nor with the tail of zeros that Excel leaves. */
export function isPlainImei(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 15) return false
  let sum = 0
  let alike = true
  let zeros = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number
    if (!isDigit(byte)) return false
    const digit = byte - ZERO
    alike &&= byte === bytes[start]
    zeros = digit === 0 ? zeros + 1 : 0
    const weighted = (at - start) % 2 === 1 ? digit * 2 : digit
    sum += weighted > 9 ? weighted - 9 : weighted
  }
  return sum % 10 === 0 && !alike && zeros < 8
}

export function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= ZERO + 9
}
