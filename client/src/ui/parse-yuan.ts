import type { FenText } from '@haowu/shared/money.ts'
import { fenText } from '@haowu/shared/money.ts'

const UNITS: Record<string, bigint> = { 万: 10_000n, 千: 1_000n }

/**
 * What a person types as an amount, as fen: `1299`, `1,299.50`, `￥1299`, `1.5万`, full-width digits.
 * Undefined when it is no amount or holds less than a fen: nothing is ever rounded silently.
 */
export function parseYuan(typed: string): FenText | undefined {
  const plain = typed.normalize('NFKC').replace(/[¥,\s元]/g, '')
  const match = /^(\d{1,12})(?:\.(\d{1,6}))?([万千])?$/.exec(plain)
  if (!match) return undefined
  const [, whole = '', fraction = '', unit = ''] = match
  const scaled = BigInt(whole + fraction.padEnd(6, '0')) * 100n * (UNITS[unit] ?? 1n)
  if (scaled % 1_000_000n !== 0n) return undefined
  return fenText.safeParse((scaled / 1_000_000n).toString()).data
}

/** `"129950"` → `"1299.50"`, to fill an input. */
export function yuanInput(fen: string): string {
  const digits = fen.padStart(3, '0')
  const cents = digits.slice(-2)
  return digits.slice(0, -2) + (cents === '00' ? '' : `.${cents}`)
}
