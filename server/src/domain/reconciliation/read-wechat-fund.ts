import { readMoment } from './bank-day.ts'
import { createBalanceChain } from './balance-chain.ts'
import { createDayRange } from './day-range.ts'
import { createTally } from './entry-tally.ts'
import { readExactFen } from './exact-amount.ts'
import { foldStatement, type StatementFold } from './fold-statement.ts'
import { type TextLine, readTextLines } from './read-text-lines.ts'
import type { StatementLineDraft, StatementParser } from './statement-parser.ts'
import { refuse } from './statement-refusal.ts'
import { isTicked, placeColumns, splitTicked } from './ticked-line.ts'

const NEEDED = [
  '记账时间',
  '微信支付业务单号',
  '资金流水单号',
  '业务名称',
  '业务类型',
  '收支类型',
  '收支金额(元)',
  '账户结余(元)',
  '备注',
  '业务凭证号',
] as const
const KINDS: [word: RegExp, kind: StatementLineDraft['kind']][] = [
  [/退款/, 'refund'],
  [/手续费|服务费/, 'fee'],
  [/提现|充值/, 'transfer'],
  [/转账|付款|代付/, 'payout'],
  [/交易/, 'payment'],
]

/**
 * WeChat Pay's bill of an account's movements, in the order they were booked: each row states what is left, so that the file opens where
 * its first row began. The last two lines count and sum what came in and what went out. It does not say whose it is.
 */
export const readWechatFund: StatementParser = {
  format: 'wechat_fund',
  recognises: head => placeColumns(head.split('\n', 1)[0] ?? '', NEEDED) !== null,
  parse: bytes => foldStatement(readTextLines(bytes), createBill()),
}

function createBill(): StatementFold<TextLine> {
  const chain = createBalanceChain()
  const tally = createTally()
  const days = createDayRange()
  let places: Map<string, number> | null = null
  let isSummaryNext = false
  let isSummed = false
  let last = 0

  const takeRow = ({ no, text }: TextLine, at: Map<string, number>): StatementLineDraft => {
    const draft = readRow({ no, text }, at)
    const balanceFen = draft.balanceFen ?? 0n
    if (chain.totals().lineCount === 0) chain.open(balanceFen - draft.amountFen, no)
    chain.add(draft.amountFen)
    chain.close(balanceFen, no)
    tally.add(draft.amountFen)
    days.add(draft.businessDay)
    return draft
  }
  const checkSums = ({ no, text }: TextLine) => {
    const [rows = '', inCount = '', inSum = '', outCount = '', outSum = ''] = splitTicked(text)
    const { all, credits, debits } = tally.read()
    tally.mustCount('资金流水总笔数', { line: no, told: rows, counted: all.count })
    tally.mustCount('收入笔数', { line: no, told: inCount, counted: credits.count })
    tally.mustCount('支出笔数', { line: no, told: outCount, counted: debits.count })
    tally.mustSum('收入金额', { line: no, told: readAmount(inSum, no), summed: credits.fen })
    tally.mustSum('支出金额', { line: no, told: readAmount(outSum, no), summed: debits.fen })
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
      } else if (!isTicked(text) && text.startsWith('资金流水总笔数')) isSummaryNext = true
      else if (isSummaryNext) checkSums(line)
      else return takeRow(line, places)
      return null
    },
    finish() {
      if (!places) refuse('header', { line: null, expected: NEEDED.join(','), found: '' })
      if (!isSummed) refuse('totals_missing', { line: last, expected: '资金流水总笔数', found: '' })
      return { ...chain.totals(), ...days.range(), accountNo: null }
    },
  }
}

function readRow({ no, text }: TextLine, places: Map<string, number>): StatementLineDraft {
  const values = splitTicked(text)
  if (values.length !== places.size)
    refuse('columns', { line: no, expected: String(places.size), found: String(values.length) })
  const cell = (column: (typeof NEEDED)[number]) => values[places.get(column) ?? -1] ?? ''
  const moment = readMoment(cell('记账时间'))
  if (!moment) refuse('day', { line: no, expected: '记账时间', found: cell('记账时间') })
  const direction = cell('收支类型')
  if (direction !== '收入' && direction !== '支出')
    refuse('kind', { line: no, expected: '收入 | 支出', found: direction })
  const amountFen = readAmount(cell('收支金额(元)'), no)
  const kind = KINDS.find(([word]) => word.test(cell('业务类型')))?.[1] ?? 'other'
  return {
    lineNo: no,
    kind,
    amountFen: direction === '收入' ? amountFen : -amountFen,
    feeFen: 0n,
    balanceFen: readAmount(cell('账户结余(元)'), no),
    bookedAt: moment.at,
    businessDay: moment.day,
    ownNo: cell('业务凭证号') || null,
    channelNo: cell('微信支付业务单号') || null,
    batchNo: cell('资金流水单号') || null,
    counterparty: null,
    status: null,
    description: [cell('业务名称'), cell('备注')].filter(Boolean).join(' · '),
    raw: text,
  }
}

function readAmount(written: string, line: number): bigint {
  return readExactFen(written) ?? refuse('amount', { line, expected: '0.00', found: written })
}
