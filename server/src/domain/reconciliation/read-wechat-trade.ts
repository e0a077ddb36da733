import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { readMoment } from './bank-day.ts'
import { createDayRange } from './day-range.ts'
import { createTally } from './entry-tally.ts'
import { readExactFen } from './exact-amount.ts'
import { foldStatement, type StatementFold } from './fold-statement.ts'
import { type TextLine, readTextLines } from './read-text-lines.ts'
import { createFeeRounding, readScaled } from './scaled-amount.ts'
import type { StatementLineDraft, StatementParser } from './statement-parser.ts'
import { refuse } from './statement-refusal.ts'
import { isTicked, placeColumns, splitTicked } from './ticked-line.ts'

/** Those that each of the three bills has (ALL, SUCCESS, REFUND); the others are read where they stand. */
const NEEDED = [
  '交易时间',
  '商户号',
  '微信订单号',
  '商户订单号',
  '交易状态',
  '应结订单金额',
  '手续费',
  '商品名称',
]
const REFUND = { ownNo: '商户退款单号', channelNo: '微信退款单号', amount: '退款金额', state: '退款状态' }
/** What the last line sums, by the column it sums. */
const SUMS: Record<string, string> = {
  应结订单总金额: '应结订单金额',
  退款总金额: '退款金额',
  充值券退款总金额: '充值券退款金额',
  手续费总金额: '手续费',
  订单总金额: '订单金额',
  申请退款总金额: '申请退款金额',
}

/**
 * WeChat Pay's bill of trades: a row for each payment and one for each refund, then two lines that count and sum them. A payment
 * brings what is to be settled (`应结订单金额`); its fee stands beside it. A fee may have fractions of a fen: see `createFeeRounding`.
 */
export const readWechatTrade: StatementParser = {
  format: 'wechat_trade',
  isNumbered: true,
  recognises: head => placeColumns(head.split('\n', 1)[0] ?? '', NEEDED) !== null,
  parse: bytes => foldStatement(readTextLines(bytes), createBill()),
}

function createBill(): StatementFold<TextLine> {
  const tally = createTally()
  const days = createDayRange()
  const sums = new Map(Object.values(SUMS).map(column => [column, 0n]))
  const feeOf = createFeeRounding()
  let places: Map<string, number> | null = null
  let summary: string[] | null = null
  let accountNo: string | null = null
  let isSummed = false
  let last = 0

  const takeRow = (row: Row): StatementLineDraft => {
    const merchant = row.cell('商户号')
    accountNo ??= merchant
    if (merchant !== accountNo) refuse('merchant', { line: row.line, expected: accountNo, found: merchant })
    for (const [column, sum] of sums) sums.set(column, sum + row.scaled(column))
    const draft = draftOf(row, feeOf(row.scaled('手续费')))
    tally.add(draft.amountFen)
    days.add(draft.businessDay)
    return draft
  }
  const checkSums = ({ no, text }: TextLine, names: string[]) => {
    const told = splitTicked(text)
    tally.mustCount('总交易单数', { line: no, told: told[0] ?? '', counted: tally.read().all.count })
    for (const [at, name] of names.entries()) {
      const sum = sums.get(SUMS[name] ?? '')
      if (sum === undefined) continue
      if (readScaled(told[at] ?? '') !== sum)
        refuse('total', { line: no, expected: `${name} ${told[at] ?? ''}`, found: writeScaled(sum) })
    }
    isSummed = true
  }
  return {
    take(line) {
      const { no, text } = line
      if (text.trim() === '') return null
      last = no
      if (isSummed) refuse('after_totals', { line: no, expected: '', found: text.slice(0, 40) })
      if (!places) {
        places = placeColumns(text, NEEDED)
        if (!places) refuse('header', { line: no, expected: NEEDED.join(','), found: text.slice(0, 80) })
      } else if (!isTicked(text) && text.startsWith('总交易单数'))
        summary = text.split(',').map(name => name.trim())
      else if (summary) checkSums(line, summary)
      else return takeRow(readRow(line, places))
      return null
    },
    finish() {
      if (!places) refuse('header', { line: null, expected: NEEDED.join(','), found: '' })
      if (!isSummed) refuse('totals_missing', { line: last, expected: '总交易单数', found: '' })
      const { all, credits, debits } = tally.read()
      const sides = { lineCount: all.count, inFen: credits.fen, outFen: debits.fen }
      return { ...sides, openingFen: null, closingFen: null, ...days.range(), accountNo }
    },
  }
}

interface Row {
  line: number
  raw: string
  cell(column: string): string
  /** Zero for a column that this kind of bill does not have. */
  scaled(column: string): bigint
}

function readRow({ no, text }: TextLine, places: Map<string, number>): Row {
  const values = splitTicked(text)
  if (values.length !== places.size)
    refuse('columns', { line: no, expected: String(places.size), found: String(values.length) })
  const cell = (column: string) => values[places.get(column) ?? -1] ?? ''
  return {
    line: no,
    raw: text,
    cell,
    scaled(column) {
      const written = cell(column)
      if (written === '' || written === '0.00') return 0n
      return readScaled(written) ?? refuse('amount', { line: no, expected: `${column} 0.00`, found: written })
    },
  }
}

function draftOf(row: Row, feeFen: bigint): StatementLineDraft {
  const isRefund = row.cell(REFUND.ownNo) !== '' && row.cell(REFUND.ownNo) !== '0'
  const column = isRefund ? REFUND.amount : '应结订单金额'
  const amount = readExactFen(row.cell(column))
  if (amount === null)
    refuse('amount', { line: row.line, expected: `${column} 0.00`, found: row.cell(column) })
  // The bill of refunds alone says when the buyer paid, and beside it when the refund was asked for and when it arrived.
  const times = [row.cell('退款成功时间'), row.cell('退款申请时间'), row.cell('交易时间')]
  const moment = readMoment(times.find(time => time !== '') ?? '')
  if (!moment) refuse('day', { line: row.line, expected: '交易时间', found: row.cell('交易时间') })
  return {
    lineNo: row.line,
    kind: isRefund ? 'refund' : 'payment',
    amountFen: isRefund ? -amount : amount,
    feeFen,
    balanceFen: null,
    bookedAt: moment.at,
    businessDay: moment.day,
    ownNo: row.cell(isRefund ? REFUND.ownNo : '商户订单号') || null,
    channelNo: row.cell(isRefund ? REFUND.channelNo : '微信订单号') || null,
    batchNo: null,
    counterparty: row.cell('用户标识') || null,
    status: row.cell(isRefund ? REFUND.state : '交易状态') || null,
    description: row.cell('商品名称'),
    raw: row.raw,
  }
}

function writeScaled(scaled: bigint): string {
  const yuan = writeYuan(scaled / 1_000n)
  const rest = (scaled < 0n ? -scaled : scaled) % 1_000n
  return rest === 0n ? yuan : `${yuan}${String(rest).padStart(3, '0')}`
}
