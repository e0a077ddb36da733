import { createBalanceChain } from './balance-chain.ts'
import { kindOfBankLine, numbersOf } from './bank-kind.ts'
import { createDayRange } from './day-range.ts'
import { type Mt940Line, readMt940Balance, readMt940Line } from './mt940-line.ts'
import { MESSAGE_END, readSwiftFields, type SwiftField } from './read-swift-fields.ts'
import { readTextLines } from './read-text-lines.ts'
import type { StatementLineDraft, StatementParser, StatementTotals } from './statement-parser.ts'
import { refuse } from './statement-refusal.ts'

/** SWIFT's customer statement: messages of one account, each a statement or a page of one. */
export const readMt940: StatementParser = {
  format: 'mt940',
  recognises: head => /(^|\n)(\{4:\s*)?:20:/.test(head) && /\n:25P?:/.test(head) && /\n:60[FM]:/.test(head),
  parse,
}

async function* parse(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<StatementLineDraft, StatementTotals> {
  const statement = createStatement()
  for await (const field of readSwiftFields(readTextLines(bytes))) {
    const line = statement.take(field)
    if (line) yield line
  }
  return statement.finish()
}

type Place = 'outside' | 'before_balance' | 'in_lines' | 'after_balance'

function createStatement() {
  const chain = createBalanceChain()
  const days = createDayRange()
  let place: Place = 'outside'
  let account: string | null = null
  let currency: string | null = null
  /** Whether the page before said that another follows. */
  let continues = false
  let page = { statement: '', sequence: 0 }
  let pending: { field: SwiftField; information: string[] } | null = null
  let last = 0

  const mustStand = (expected: Place, { tag, no }: SwiftField) => {
    if (place !== expected) refuse('field_order', { line: no, expected, found: `:${tag}:` })
  }
  const same = (known: string | null, found: string, rule: string) => {
    if (known !== null && known !== found) refuse(rule, { line: last, expected: known, found })
    return found
  }
  const flush = (): StatementLineDraft | null => {
    if (!pending) return null
    const { field, information } = pending
    pending = null
    const line = readMt940Line(field, information)
    chain.add(line.amountFen)
    days.add(line.day)
    return toDraft(line, field, information)
  }
  const begin = (field: SwiftField) => {
    mustStand('before_balance', field)
    const { fen, day, currency: found } = readMt940Balance(field)
    const expected = continues ? '60M' : '60F'
    if (field.tag !== expected)
      refuse('pages', { line: field.no, expected: `:${expected}:`, found: `:${field.tag}:` })
    currency = same(currency, found, 'currency')
    if (found !== 'CNY') refuse('currency', { line: field.no, expected: 'CNY', found })
    chain.open(fen, field.no)
    days.begin(day)
    place = 'in_lines'
  }
  const end = (field: SwiftField) => {
    mustStand('in_lines', field)
    const { fen, day, currency: found } = readMt940Balance(field)
    currency = same(currency, found, 'currency')
    chain.close(fen, field.no)
    days.end(day)
    continues = field.tag === '62M'
    place = 'after_balance'
  }
  const readPage = ({ lines, no }: SwiftField) => {
    const [, statement = '', sequence] = /^(\d{1,5})(?:\/(\d{1,5}))?$/.exec(lines[0] ?? '') ?? []
    const next = { statement, sequence: Number(sequence ?? 0) }
    const follows = next.statement === page.statement && next.sequence === page.sequence + 1
    if (continues && sequence !== undefined && !follows)
      refuse('pages', { line: no, expected: `${page.statement}/${page.sequence + 1}`, found: lines[0] ?? '' })
    if (!continues && next.sequence > 1)
      refuse('pages', { line: no, expected: `${statement}/1`, found: lines[0] ?? '' })
    page = next
  }
  const leave = (no: number) => {
    if (place === 'before_balance' || place === 'in_lines')
      refuse('cut_short', { line: no, expected: ':62F:', found: '' })
    place = 'outside'
  }

  return {
    take(field: SwiftField): StatementLineDraft | null {
      last = field.no || last
      if (field.tag === '86' && pending) {
        pending.information.push(...field.lines)
        return null
      }
      const line = flush()
      switch (field.tag) {
        case '20':
          leave(field.no)
          place = 'before_balance'
          break
        case '25':
        case '25P':
          account = same(account, (field.lines[0] ?? '').trim(), 'one_account')
          break
        case '28C':
        case '28':
          readPage(field)
          break
        case '60F':
        case '60M':
          begin(field)
          break
        case '61':
          mustStand('in_lines', field)
          pending = { field, information: [] }
          break
        case '62F':
        case '62M':
          end(field)
          break
        case MESSAGE_END:
          if (place !== 'outside') leave(field.no)
          break
        default:
        // Available balances and the bank's own fields say nothing about what was booked.
      }
      return line
    },
    finish(): StatementTotals {
      leave(last)
      const totals = chain.totals()
      if (continues || totals.closingFen === null)
        refuse('cut_short', { line: last, expected: ':62F:', found: '' })
      return { ...totals, ...days.range(), accountNo: account }
    },
  }
}

function toDraft(line: Mt940Line, field: SwiftField, information: string[]): StatementLineDraft {
  const { amountFen, details, ownReference } = line
  return {
    lineNo: field.no,
    kind: kindOfBankLine({
      amountFen,
      ownNo: ownReference,
      texts: [details.description, details.counterparty],
      isCharge: /CHG|COM$/.test(line.business),
    }),
    amountFen,
    feeFen: 0n,
    balanceFen: null,
    bookedAt: line.bookedAt,
    businessDay: line.day,
    ...numbersOf(ownReference),
    channelNo: line.bankReference,
    counterparty: details.counterparty,
    status: line.isReversal ? 'REVERSAL' : null,
    description: details.description,
    raw: [
      `:61:${field.lines.join('\n')}`,
      ...(information.length > 0 ? [`:86:${information.join('\n')}`] : []),
    ].join('\n'),
  }
}
