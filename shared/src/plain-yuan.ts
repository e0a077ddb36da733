/** `-123456n` → `"-1234.56"`: an amount as files between machines have it, with a point, or with the comma of SWIFT. */
export function writeYuan(amountFen: bigint, mark: '.' | ',' = '.'): string {
  const digits = (amountFen < 0n ? -amountFen : amountFen).toString().padStart(3, '0')
  return `${amountFen < 0n ? '-' : ''}${digits.slice(0, -2)}${mark}${digits.slice(-2)}`
}
