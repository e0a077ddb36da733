import { createBaiTotals } from './bai-totals.ts'
import { type BaiSummary, readBaiSummaries, readBaiTransaction } from './bai-transaction.ts'
import { createBalanceChain } from './balance-chain.ts'
import { midnightOf, readShortDay } from './bank-day.ts'
import { readBankDetails, usable } from './bank-details.ts'
import { kindOfBankLine, numbersOf } from './bank-kind.ts'
import { createDayRange } from './day-range.ts'
import { createTally } from './entry-tally.ts'
import { type BaiRecord, readBaiRecords } from './read-bai-records.ts'
import { readTextLines } from './read-text-lines.ts'
import type { StatementLineDraft, StatementParser, StatementTotals } from './statement-parser.ts'
import { refuse } from './statement-refusal.ts'

/** The balance reporting of the Bank Administration Institute, version 2. */
export const readBai2: StatementParser = {
  format: 'bai2',
  recognises: head => /^\uFEFF?\s*01,[^\n]*,2\s*\//.test(head),
  parse,
}

const OPENING = '010'
const CLOSING = '015'
const CREDITS = '100'
const DEBITS = '400'

async function* parse(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<StatementLineDraft, StatementTotals> {
  const file = createFile()
  for await (const record of readBaiRecords(readTextLines(bytes))) {
    const line = file.take(record)
    if (line) yield line
  }
  return file.finish()
}

function createFile() {
  const control = createBaiTotals()
  const chain = createBalanceChain()
  const days = createDayRange()
  let account: string | null = null
  let groupDay: string | null = null
  let summaries: BaiSummary[] = []
  let tally = createTally()
  let last = 0

  const begin = (record: BaiRecord) => {
    const [found = '', currency = ''] = record.fields
    if (account !== null && account !== found)
      refuse('one_account', { line: record.no, expected: account, found })
    account = found
    mustBeYuan(currency, record.no)
    summaries = readBaiSummaries(record)
    tally = createTally()
    for (const { fen } of summaries) control.add(fen)
    chain.open(balanceOf(OPENING, summaries, record.no), record.no)
  }
  const take = (record: BaiRecord): StatementLineDraft | null => {
    const found = readBaiTransaction(record)
    control.add(found.writtenFen)
    if (found.code === '890') return null
    if (groupDay === null) refuse('day', { line: record.no, expected: '02', found: '' })
    tally.add(found.amountFen)
    chain.add(found.amountFen)
    days.add(groupDay)
    return toDraft(record, groupDay)
  }
  const end = ({ no }: BaiRecord) => {
    const { credits, debits } = tally.read()
    for (const { code, fen, itemCount } of summaries) {
      const side = code === CREDITS ? credits : code === DEBITS ? debits : null
      if (!side) continue
      tally.mustSum(code, { line: no, told: fen, summed: side.fen })
      if (itemCount !== null)
        tally.mustCount(code, { line: no, told: String(itemCount), counted: side.count })
    }
    chain.close(balanceOf(CLOSING, summaries, no), no)
  }

  return {
    take(record: BaiRecord): StatementLineDraft | null {
      last = record.no
      control.count(record)
      switch (record.code) {
        case '02':
          mustBeYuan(record.fields[5] ?? '', record.no)
          groupDay = readShortDay(record.fields[3] ?? '')
          if (groupDay === null)
            refuse('day', { line: record.no, expected: 'YYMMDD', found: record.fields[3] ?? '' })
          days.add(groupDay)
          return null
        case '03':
          begin(record)
          return null
        case '16':
          return take(record)
        case '49':
          end(record)
          return null
        default:
          return null
      }
    },
    finish(): StatementTotals {
      control.finish(last)
      return { ...chain.totals(), ...days.range(), accountNo: account }
    },
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
