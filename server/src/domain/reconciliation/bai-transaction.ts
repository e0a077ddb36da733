import { readShortDay } from './bank-day.ts'
import type { BaiRecord } from './read-bai-records.ts'
import { refuse } from './statement-refusal.ts'

/** Amounts have no point: the last two digits are fen. */
export function readBaiAmount(text: string, no: number): bigint {
  if (!/^[+-]?\d{0,15}$/.test(text) || /^[+-]$/.test(text))
    refuse('amount', { line: no, expected: '0', found: text })
  return text === '' ? 0n : BigInt(text.replace('+', ''))
}

/** When the money may be used, which says how many fields follow. Returns where the next field stands, and a value day. */
export function readFunds(fields: string[], at: number): { next: number; valueDay: string | null } {
  switch (fields[at] ?? '') {
    case 'S':
      return { next: at + 4, valueDay: null }
    case 'V':
      return { next: at + 3, valueDay: readShortDay(fields[at + 1] ?? '') }
    case 'D':
      return { next: at + 2 + 2 * Number(fields[at + 1] ?? 0), valueDay: null }
    default:
      return { next: at + 1, valueDay: null }
  }
}

/** Codes of three digits say which way money went; those beyond 700 are of other business. */
export function signOfCode(code: string, no: number): bigint | null {
  const value = Number(code)
  if (!/^\d{3}$/.test(code)) refuse('type_code', { line: no, expected: '100–999', found: code })
  if ((value >= 100 && value <= 399) || (value >= 920 && value <= 959)) return 1n
  if ((value >= 400 && value <= 699) || value >= 960) return -1n
  // Told for information, as 890: no money.
  if (value === 890) return null
  return refuse('type_code', { line: no, expected: '100–699', found: code })
}

export interface BaiTransaction {
  code: string
  /** As it counts in the control totals. */
  writtenFen: bigint
  amountFen: bigint
  valueDay: string | null
  bankReference: string | null
  customerReference: string | null
  text: string
}

/** Record 16. */
export function readBaiTransaction({ fields, no }: BaiRecord): BaiTransaction {
  const [code = '', amount = ''] = fields
  const writtenFen = readBaiAmount(amount, no)
  const { next, valueDay } = readFunds(fields, 2)
  const sign = signOfCode(code, no)
  if (sign === null && writtenFen !== 0n) refuse('type_code', { line: no, expected: '100–699', found: code })
  return {
    code,
    writtenFen,
    amountFen: (sign ?? 0n) * writtenFen,
    valueDay,
    bankReference: fields[next] || null,
    customerReference: fields[next + 1] || null,
    text: fields
      .slice(next + 2)
      .join(',')
      .trim(),
  }
}

export interface BaiSummary {
  code: string
  fen: bigint
  itemCount: number | null
}

/** What an account record tells of itself: balances, and totals with the number of items. */
export function readBaiSummaries({ fields, no }: BaiRecord): BaiSummary[] {
  const summaries: BaiSummary[] = []
  let at = 2
  while (at < fields.length) {
    const code = fields[at] ?? ''
    const count = fields[at + 2] ?? ''
    if (code !== '' && !/^\d{3}$/.test(code)) refuse('type_code', { line: no, expected: '000', found: code })
    if (count !== '' && !/^\d{1,9}$/.test(count)) refuse('count', { line: no, expected: '0', found: count })
    summaries.push({
      code,
      fen: readBaiAmount(fields[at + 1] ?? '', no),
      itemCount: count === '' ? null : Number(count),
    })
    at = readFunds(fields, at + 3).next
  }
  return summaries
}
