/** `129900n` → `"1299.00"`: an amount as a file holds it, without separators, so that reading it gives the same fen. */
export function yuanText(amountFen: bigint): string {
  const digits = amountFen.toString().padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}
