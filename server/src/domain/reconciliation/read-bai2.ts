import { type BaiTotals, createBaiTotals } from './bai-totals.ts'
import { type BaiSummary, readBaiSummaries, readBaiTransaction } from './bai-transaction.ts'
import { createBalanceChain } from './balance-chain.ts'
import { midnightOf, readShortDay } from './bank-day.ts'
import { readBankDetails, usable } from './bank-details.ts'
import { kindOfBankLine, numbersOf } from './bank-kind.ts'
import { createDayRange } from './day-range.ts'
import { createTally } from './entry-tally.ts'
import { createOneValue } from './one-value.ts'
import { foldStatement, type StatementFold } from './fold-statement.ts'
import { type BaiRecord, readBaiRecords } from './read-bai-records.ts'
import { readTextLines } from './read-text-lines.ts'
import type { StatementLineDraft, StatementParser, StatementTotals } from './statement-parser.ts'
import { refuse } from './statement-refusal.ts'

/** The balance reporting of the Bank Administration Institute, version 2. */
export const readBai2: StatementParser = {
  format: 'bai2',
  recognises: head => /^\uFEFF?\s*01,[^\n]*,2\s*\//.test(head),
  parse: bytes => foldStatement(readBaiRecords(readTextLines(bytes)), createFile()),
}

const OPENING = '010'
const CLOSING = '015'
const CREDITS = '100'
const DEBITS = '400'
const INFORMATION = '890'

function createFile(): StatementFold<BaiRecord> {
  const control = createBaiTotals()
  const days = createDayRange()
  const account = createAccount(control)
  let groupDay: string | null = null
  let last = 0

  const beginGroup = ({ fields, no }: BaiRecord) => {
    mustBeYuan(fields[5] ?? '', no)
    groupDay = readShortDay(fields[3] ?? '')
    if (groupDay === null) refuse('day', { line: no, expected: 'YYMMDD', found: fields[3] ?? '' })
    days.add(groupDay)
  }

  return {
    take(record: BaiRecord): StatementLineDraft | null {
      last = record.no
      control.count(record)
      switch (record.code) {
        case '02':
          beginGroup(record)
          return null
        case '03':
          account.begin(record)
          return null
        case '16':
          return groupDay !== null && account.add(record) ? toDraft(record, groupDay) : null
        case '49':
          account.end(record)
          return null
        default:
          return null
      }
    },
    finish(): StatementTotals {
      control.finish(last)
      return { ...account.totals(), ...days.range() }
    },
  }
}

/** What stands between 03 and 49: balances, transactions, and the totals the bank gives of them. */
function createAccount(control: BaiTotals) {
  const chain = createBalanceChain()
  const account = createOneValue('one_account')
  let summaries: BaiSummary[] = []
  let tally = createTally()
  return {
    begin(record: BaiRecord) {
      const [found = '', currency = ''] = record.fields
      account.see(found, record.no)
      mustBeYuan(currency, record.no)
      summaries = readBaiSummaries(record)
      tally = createTally()
      for (const { fen } of summaries) control.add(fen)
      chain.open(balanceOf(OPENING, summaries, record.no), record.no)
    },
    /** False for what is told without money. */
    add(record: BaiRecord): boolean {
      const { code, writtenFen, amountFen } = readBaiTransaction(record)
      control.add(writtenFen)
      if (code === INFORMATION) return false
      tally.add(amountFen)
      chain.add(amountFen)
      return true
    },
    end({ no }: BaiRecord) {
      const { credits, debits } = tally.read()
      for (const { code, fen, itemCount } of summaries) {
        const side = code === CREDITS ? credits : code === DEBITS ? debits : null
        if (!side) continue
        tally.mustSum(code, { line: no, told: fen, summed: side.fen })
        if (itemCount !== null)
          tally.mustCount(code, { line: no, told: String(itemCount), counted: side.count })
      }
      chain.close(balanceOf(CLOSING, summaries, no), no)
    },
    totals: () => ({ ...chain.totals(), accountNo: account.value() }),
  }
}

function mustBeYuan(currency: string, line: number): void {
  if (currency !== '' && currency !== 'CNY') refuse('currency', { line, expected: 'CNY', found: currency })
}

function balanceOf(code: string, summaries: BaiSummary[], line: number): bigint {
  const found = summaries.find(summary => summary.code === code)
  if (!found) refuse('balance_missing', { line, expected: code, found: '' })
  return found.fen
}

function toDraft(record: BaiRecord, groupDay: string): StatementLineDraft {
  const { amountFen, bankReference, customerReference, text } = readBaiTransaction(record)
  const details = readBankDetails([text])
  const ownNo = details.reference ?? usable(customerReference ?? undefined)
  return {
    lineNo: record.no,
    kind: kindOfBankLine({ amountFen, ownNo, texts: [details.description, details.counterparty] }),
    amountFen,
    feeFen: 0n,
    balanceFen: null,
    bookedAt: midnightOf(groupDay),
    businessDay: groupDay,
    ...numbersOf(ownNo),
    channelNo: usable(bankReference ?? undefined),
    counterparty: details.counterparty,
    status: null,
    description: details.description,
    raw: record.raw,
  }
}
