import { createBalanceChain } from './balance-chain.ts'
import { readCamtAmount, readCamtMoment, readPlainAmount, signOf } from './camt-amount.ts'
import { readCamtEntry } from './camt-entry.ts'
import { createDayRange } from './day-range.ts'
import { createTally, type Tally } from './entry-tally.ts'
import { createOneValue } from './one-value.ts'
import { decodeText } from './read-text-lines.ts'
import { findAll, findText, readXmlParts, type XmlElement } from './read-xml-parts.ts'
import type { StatementLineDraft, StatementParser, StatementTotals } from './statement-parser.ts'
import { refuse } from './statement-refusal.ts'

/** ISO 20022's bank statement, in any of its versions. */
export const readCamt053: StatementParser = {
  format: 'camt053',
  recognises: head =>
    /<(\w+:)?BkToCstmrStmt[\s>]/.test(head) || head.includes('iso:20022:tech:xsd:camt.053.'),
  parse,
}

async function* parse(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<StatementLineDraft, StatementTotals> {
  const file = createFile()
  for await (const part of readXmlParts(decodeText(bytes), 'Stmt')) yield* file.take(part)
  return file.finish()
}

const OPENINGS = ['OPBD', 'PRCD', 'ITBD']
const CLOSINGS = ['CLBD', 'ITBD']

function createFile() {
  const chain = createBalanceChain()
  const days = createDayRange()
  const account = createOneValue('one_account')
  let statement = newStatement()

  const begin = (line: number) => {
    const opening = pickBalance(statement.balances, OPENINGS)
    if (!opening) refuse('balance_missing', { line, expected: 'OPBD', found: '' })
    if (statement.opening) return
    statement.opening = opening
    chain.open(balanceOf(opening), opening.line)
    const moment = readCamtMoment(opening, 'Dt')
    if (moment) days.begin(moment.day)
  }
  const takeEntry = (element: XmlElement): StatementLineDraft[] => {
    begin(element.line)
    const entry = readCamtEntry(element)
    statement.tally.add(entry.amountFen)
    if (!entry.isBooked) return []
    for (const line of entry.lines) {
      chain.add(line.amountFen)
      days.add(line.businessDay)
    }
    return entry.lines
  }
  const end = (line: number) => {
    begin(line)
    const closing = pickBalance(
      statement.balances.filter(balance => balance !== statement.opening).reverse(),
      CLOSINGS,
    )
    if (!closing) refuse('balance_missing', { line, expected: 'CLBD', found: '' })
    chain.close(balanceOf(closing), closing.line)
    const moment = readCamtMoment(closing, 'Dt')
    if (moment) days.end(moment.day)
    for (const summary of statement.summaries) checkSummary(summary, statement.tally)
    statement = newStatement()
  }

  return {
    take(part: XmlElement): StatementLineDraft[] {
      switch (part.name) {
        case 'Acct':
          account.see(readAccount(part), part.line)
          return []
        case 'Bal':
          statement.balances.push(part)
          return []
        case 'TxsSummry':
          statement.summaries.push(part)
          return []
        case 'Ntry':
          return takeEntry(part)
        case 'Stmt':
          end(part.line)
          return []
        default:
          return []
      }
    },
    finish(): StatementTotals {
      const totals = chain.totals()
      if (totals.closingFen === null) refuse('cut_short', { line: null, expected: 'Stmt', found: '' })
      return { ...totals, ...days.range(), accountNo: account.value() }
    },
  }
}

function readAccount(element: XmlElement): string {
  const currency = findText(element, 'Ccy') ?? 'CNY'
  if (currency !== 'CNY') refuse('currency', { line: element.line, expected: 'CNY', found: currency })
  return findText(element, 'Id/IBAN', 'Id/Othr/Id', 'Id/PrtryAcct/Id') ?? ''
}

function newStatement() {
  return {
    balances: [] as XmlElement[],
    summaries: [] as XmlElement[],
    opening: undefined as XmlElement | undefined,
    tally: createTally(),
  }
}

function pickBalance(balances: XmlElement[], codes: string[]): XmlElement | undefined {
  for (const code of codes) {
    const found = balances.find(balance => findText(balance, 'Tp/CdOrPrtry/Cd', 'Tp/Cd') === code)
    if (found) return found
  }
  return undefined
}

function balanceOf(balance: XmlElement): bigint {
  return signOf(balance) * readCamtAmount(findAll(balance, 'Amt')[0], balance.line)
}

/** The counts and sums a statement gives of its own entries, each where it does. */
function checkSummary(summary: XmlElement, tally: Tally): void {
  const { line } = summary
  const check = (path: string, facts: { count: number; fen: bigint }) => {
    for (const total of findAll(summary, path)) {
      const count = findText(total, 'NbOfNtries')
      if (count !== null) tally.mustCount(`${path}/NbOfNtries`, { line, told: count, counted: facts.count })
      const sum = findText(total, 'Sum')
      if (sum !== null)
        tally.mustSum(`${path}/Sum`, { line, told: readPlainAmount(sum, line), summed: facts.fen })
    }
  }
  const { all, credits, debits } = tally.read()
  check('TtlNtries', all)
  check('TtlCdtNtries', credits)
  check('TtlDbtNtries', debits)
  for (const total of findAll(summary, 'TtlNtries')) {
    const net =
      findAll(total, 'TtlNetNtry')[0] ?? (findText(total, 'TtlNetNtryAmt') === null ? undefined : total)
    const text = net && findText(net, 'Amt', 'TtlNetNtryAmt')
    if (!net || !text) continue
    const sign = findText(net, 'CdtDbtInd') === null ? 1n : signOf(net)
    tally.mustSum('TtlNetNtry', {
      line,
      told: sign * readPlainAmount(text, line),
      summed: credits.fen - debits.fen,
    })
  }
}
