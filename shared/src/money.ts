import { z } from 'zod'

/** Money is whole fen as bigint; on the wire it is a decimal string, because JSON numbers are floats. */
export type Fen = bigint

/** Rates are whole basis points: 10,000 is the whole. */
export const BPS_WHOLE = 10_000n

/** A non-negative amount as it crosses the wire, for example `"129900"`. */
export const fenText = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,14})$/)
  .brand<'FenText'>()
export type FenText = z.infer<typeof fenText>

/** An amount for the wire. Balances may be negative, so this is wider than what `fenText` accepts as input. */
export function toFenText(amountFen: Fen): FenText {
  return amountFen.toString() as FenText
}

/** `⌊amount · rate⌋`: every share but the residual one is rounded down, so that the shares never exceed the base. */
export function shareOf(amountFen: Fen, rateBps: number): Fen {
  if (amountFen < 0n) throw new RangeError(`a share of a negative amount: ${amountFen}`)
  return (amountFen * BigInt(rateBps)) / BPS_WHOLE
}

export function least(a: Fen, b: Fen): Fen {
  return a < b ? a : b
}

/** `1234567n` → `"12,345.67"`. Exact for every size; a minus is U+2212 so that columns line up. */
export function formatYuan(amountFen: Fen): string {
  const digits = (amountFen < 0n ? -amountFen : amountFen).toString().padStart(3, '0')
  const yuan = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${amountFen < 0n ? '−' : ''}${yuan}.${digits.slice(-2)}`
}

/** `850` → `"8.5%"`, `1000` → `"10%"`. */
export function formatRate(rateBps: number): string {
  return `${Number((rateBps / 100).toFixed(2))}%`
}
