import { midnightOf, readDayNear, readShortDay } from './bank-day.ts'
import { type BankDetails, readBankDetails, usable } from './bank-details.ts'
import { readExactFen } from './exact-amount.ts'
import type { SwiftField } from './read-swift-fields.ts'
import { refuse } from './statement-refusal.ts'

/** Value date, entry date, mark, third letter of the currency, amount, kind of business, references. */
const LINE =
  /^(\d{6})(\d{4})?(R?[CD]|E[CD])([A-Z])?(\d{1,15},\d{0,9})([NFS][A-Z0-9 ]{3})(.{0,65}?)(?:\/\/(.{0,65}))?$/

export interface Mt940Line {
  amountFen: bigint
  day: string
  bookedAt: Date
  isReversal: boolean
  /** `NTRF`, `NCHG`, … */
  business: string
  ownReference: string | null
  bankReference: string | null
  details: BankDetails
}

/** Field 61 with the 86 below it. A reversal of a credit takes the money out again, one of a debit brings it back. */
export function readMt940Line({ lines, no }: SwiftField, information: string[]): Mt940Line {
  const [first = '', ...supplement] = lines
  const found = LINE.exec(first)
  if (!found) refuse('line_form', { line: no, expected: ':61:', found: first })
  const [, valueText = '', entryText = '', mark = '', , amountText = '', business = '', own, bank] = found
  const valueDay = readShortDay(valueText)
  const day = valueDay && entryText !== '' ? readDayNear(entryText, valueDay) : valueDay
  if (day === null) refuse('day', { line: no, expected: 'YYMMDD', found: valueText + entryText })
  const fen = readExactFen(amountText, ',')
  if (fen === null) refuse('amount', { line: no, expected: '0,00', found: amountText })
  const isIn = mark === 'C' || mark === 'RD' || mark === 'EC'
  const details = readBankDetails(information.length > 0 ? information : supplement)
  return {
    amountFen: isIn ? fen : -fen,
    day,
    bookedAt: midnightOf(day),
    isReversal: mark.startsWith('R'),
    business,
    ownReference: details.reference ?? usable(own),
    bankReference: usable(bank),
    details,
  }
}

const BALANCE = /^([CD])(\d{6})([A-Z]{3})(\d{1,15},\d{0,9})$/

/** Fields 60 and 62. */
export function readMt940Balance({ lines, no }: SwiftField): { fen: bigint; day: string } {
  const text = lines[0] ?? ''
  const [, mark, dayText = '', currency = '', amountText = ''] = BALANCE.exec(text) ?? []
  const day = readShortDay(dayText)
  const fen = readExactFen(amountText, ',')
  if (day === null || fen === null)
    refuse('balance_form', { line: no, expected: 'C261130CNY0,00', found: text })
  if (currency !== 'CNY') refuse('currency', { line: no, expected: 'CNY', found: currency })
  return { fen: mark === 'D' ? -fen : fen, day }
}
