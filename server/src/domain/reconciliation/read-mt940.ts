import { createBalanceChain } from './balance-chain.ts'
import { kindOfBankLine, numbersOf } from './bank-kind.ts'
import { createDayRange } from './day-range.ts'
import { foldStatement, type StatementFold } from './fold-statement.ts'
import { type Mt940Line, readMt940Balance, readMt940Line } from './mt940-line.ts'
import { MESSAGE_END, readSwiftFields, type SwiftField } from './read-swift-fields.ts'
import { createOneValue } from './one-value.ts'
import { readTextLines } from './read-text-lines.ts'
import type { StatementLineDraft, StatementParser, StatementTotals } from './statement-parser.ts'
import { refuse } from './statement-refusal.ts'
import { createSwiftPages } from './swift-pages.ts'

/** SWIFT's customer statement: messages of one account, each a statement or a page of one. */
export const readMt940: StatementParser = {
  format: 'mt940',
  recognises: head => /(^|\n)(\{4:\s*)?:20:/.test(head) && /\n:25P?:/.test(head) && /\n:60[FM]:/.test(head),
  parse: bytes => foldStatement(joinInformation(readSwiftFields(readTextLines(bytes))), createStatement()),
}

type Place = 'outside' | 'before_balance' | 'in_lines' | 'after_balance'

/** Balances, lines and days, in whichever messages they stand. */
function createBooks() {
  const chain = createBalanceChain()
  const days = createDayRange()
  return {
    open(field: SwiftField) {
      const { fen, day } = readMt940Balance(field)
      chain.open(fen, field.no)
      days.begin(day)
    },
    add(field: InformedField): StatementLineDraft {
      const line = readMt940Line(field, field.information)
      chain.add(line.amountFen)
      days.add(line.day)
      return toDraft(line, field)
    },
    close(field: SwiftField) {
      const { fen, day } = readMt940Balance(field)
      chain.close(fen, field.no)
      days.end(day)
    },
    totals: () => ({ ...chain.totals(), ...days.range() }),
  }
}

function createStatement(): StatementFold<InformedField> {
  const books = createBooks()
  const pages = createSwiftPages()
  const account = createOneValue('one_account')
  let place: Place = 'outside'
  let last = 0

  const move = (from: Place, to: Place, { tag, no }: SwiftField) => {
    if (place !== from) refuse('field_order', { line: no, expected: from, found: `:${tag}:` })
    place = to
  }
  const leave = (no: number) => {
    if (place === 'before_balance' || place === 'in_lines')
      refuse('cut_short', { line: no, expected: ':62F:', found: '' })
    place = 'outside'
  }
  const takeField = (field: SwiftField) => {
    switch (field.tag) {
      case '20':
        leave(field.no)
        place = 'before_balance'
        return
      case '25':
      case '25P':
        return account.see((field.lines[0] ?? '').trim(), field.no)
      case '28':
      case '28C':
        return pages.number(field)
      case '60F':
      case '60M':
        move('before_balance', 'in_lines', field)
        pages.open(field)
        return books.open(field)
      case '62F':
      case '62M':
        move('in_lines', 'after_balance', field)
        pages.close(field)
        return books.close(field)
      case MESSAGE_END:
        return leave(field.no)
      default:
      // Available balances and the bank's own fields say nothing about what was booked.
    }
  }

  return {
    take(field: InformedField): StatementLineDraft | null {
      last = field.no
      if (field.tag !== '61') {
        takeField(field)
        return null
      }
      move('in_lines', 'in_lines', field)
      return books.add(field)
    },
    finish(): StatementTotals {
      leave(last)
      const totals = books.totals()
      if (pages.awaitsPage() || totals.closingFen === null)
        refuse('cut_short', { line: last, expected: ':62F:', found: '' })
      return { ...totals, accountNo: account.value() }
    },
  }
}

interface InformedField extends SwiftField {
  /** Field 86 behind a line. */
  information: string[]
}

/** Gives each line the information that stands below it; what stands below a balance is about the whole. */
async function* joinInformation(fields: AsyncIterable<SwiftField>): AsyncGenerator<InformedField> {
  let line: InformedField | null = null
  for await (const field of fields) {
    if (field.tag === '86' && line) {
      line.information.push(...field.lines)
      continue
    }
    if (line) yield line
    line = { ...field, information: [] }
    if (field.tag === '61') continue
    yield line
    line = null
  }
  if (line) yield line
}

function toDraft(line: Mt940Line, { no, lines, information }: InformedField): StatementLineDraft {
  const { amountFen, details, ownReference } = line
  return {
    lineNo: no,
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
      `:61:${lines.join('\n')}`,
      ...(information.length > 0 ? [`:86:${information.join('\n')}`] : []),
    ].join('\n'),
  }
}
