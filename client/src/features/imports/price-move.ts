/** From this move on a price deserves a second look: a slip of the decimal point is far beyond it. */
const LARGE_BPS = 2_000n

/** `("100000", "75000")` → `"−25%"`, large. One decimal, computed without floats. */
export function priceMove(beforeFen: string, afterFen: string): { text: string; large: boolean } {
  const before = BigInt(beforeFen)
  const moveBps = ((BigInt(afterFen) - before) * 10_000n) / before
  const size = moveBps < 0n ? -moveBps : moveBps
  const tenths = (size + 5n) / 10n
  const percent = tenths % 10n === 0n ? `${tenths / 10n}` : `${tenths / 10n}.${tenths % 10n}`
  return { text: `${moveBps < 0n ? '−' : '+'}${percent}%`, large: size > LARGE_BPS }
}
