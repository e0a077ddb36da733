/** What stands between yuan and fen: banks of the SWIFT world write a comma, everybody else a point. */
export type DecimalMark = ',' | '.'

const PLAIN = /^([+-]?)(\d{1,15})(?:([.,])(\d{0,9}))?$/
const GROUPED = /^([+-]?)(\d{1,3}(?:,\d{3})+)(?:(\.)(\d{0,9}))?$/

/**
 * An amount in yuan as whole fen; null for what is no amount, and for one with a fraction of a fen, which no account holds.
 * More than two decimals are exact as long as the others are zeros. Never goes through a floating number.
 */
export function readExactFen(text: string, mark: DecimalMark = '.'): bigint | null {
  const found = PLAIN.exec(text) ?? (mark === '.' ? GROUPED.exec(text) : null)
  if (!found) return null
  const [, sign = '', whole = '', written, decimals = ''] = found
  if (written !== undefined && written !== mark) return null
  if (!/^0*$/.test(decimals.slice(2))) return null
  const fen = BigInt(whole.replaceAll(',', '') + decimals.slice(0, 2).padEnd(2, '0'))
  return sign === '-' ? -fen : fen
}
