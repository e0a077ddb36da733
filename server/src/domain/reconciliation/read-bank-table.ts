import type { BankMapping } from '@haowu/shared/bank-mapping.ts'
import { createBalanceColumn } from './balance-column.ts'
import { accountOfTitle } from './bank-labels.ts'
import { kindOfBankLine, numbersOf } from './bank-kind.ts'
import { type ColumnPlaces, placeColumns } from './bank-table-columns.ts'
import { type BankTableRow, readBankTableRow } from './bank-table-row.ts'
import { createDayRange } from './day-range.ts'
import { createTally } from './entry-tally.ts'
import { foldStatement, type StatementFold } from './fold-statement.ts'
import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { readTableRows, type TableRow } from './read-table-rows.ts'
import type { StatementLineDraft, StatementParser, StatementTotals } from './statement-parser.ts'
import { refuse } from './statement-refusal.ts'
import { bareCell, watchForRounding } from './table-cells.ts'
import { checkTableTotals, provesItself, readTableTotals, type TableTotals } from './table-totals.ts'

/** A bank's own table, CSV or workbook, as the mapping of its account reads it; the account is known where the table names none. */
export function readBankTable(mapping: BankMapping, accountNo: string | null = null): StatementParser {
  return {
    format: 'bank_table',
    recognises: () => true,
    parse: bytes => foldStatement(readTableRows(bytes), createTable(mapping, accountNo)),
  }
}

function createTable(mapping: BankMapping, knownAccountNo: string | null): StatementFold<TableRow> {
  const tally = createTally()
  const days = createDayRange()
  const balances = createBalanceColumn()
  const totals: TableTotals = new Map()
  const watches = [watchForRounding('bankNo'), watchForRounding('ownNo')] as const
  let places: ColumnPlaces | null = null
  let dayHeader: string | undefined
  let accountNo: string | null = null
  let lastLine = 0

  const takeRow = (row: TableRow, found: BankTableRow): StatementLineDraft => {
    tally.add(found.amountFen)
    days.add(found.moment.day)
    watches[0].see(found.bankNo ?? '', row.line)
    watches[1].see(found.ownNo ?? '', row.line)
    if (found.balanceFen !== null)
      balances.add({ amountFen: found.amountFen, balanceFen: found.balanceFen, line: row.line })
    else if (places?.balance !== undefined) refuse('balance', { line: row.line, expected: '0.00', found: '' })
    return toDraft(row, found)
  }

  return {
    take(row: TableRow): StatementLineDraft | null {
      lastLine = row.line
      if (!places) {
        places = placeColumns(row.cells, mapping)
        if (places) {
          dayHeader = row.cells[places.day ?? 0]
          return null
        }
        accountNo ??= accountOfTitle(row.cells.map(bareCell))
        readTableTotals(row, totals, { in: undefined, out: undefined })
        return null
      }
      // Printed tables repeat their header on each page.
      if (row.cells[places.day ?? 0] === dayHeader) return null
      const found = readBankTableRow(row, places, mapping)
      if (found) return takeRow(row, found)
      if (!readTableTotals(row, totals, { in: places.in, out: places.out })) refuseMoney(row, places)
      return null
    },
    finish(): StatementTotals {
      if (!places)
        refuse('header', { line: null, expected: Object.values(mapping.columns).join(' | '), found: '' })
      for (const watch of watches) watch.finish()
      const stated = checkTableTotals(totals, tally)
      const kept = balances.finish()
      if (!kept && !provesItself(totals))
        refuse('no_control', { line: lastLine, expected: '余额 | 合计', found: '' })
      const { all, credits, debits } = tally.read()
      const balanced = agree(stated, kept)
      return {
        lineCount: all.count,
        inFen: credits.fen,
        outFen: debits.fen,
        ...balanced,
        ...days.range(),
        accountNo: accountNo ?? knownAccountNo,
      }
    },
  }
}

/** Two statements of the same balance must be one. */
function agree(
  stated: { openingFen: bigint | null; closingFen: bigint | null },
  kept: { openingFen: bigint; closingFen: bigint } | null,
): { openingFen: bigint | null; closingFen: bigint | null } {
  for (const end of ['openingFen', 'closingFen'] as const) {
    const said = stated[end]
    if (said !== null && kept && said !== kept[end])
      refuse(end === 'openingFen' ? 'opening' : 'closing', {
        line: null,
        expected: writeYuan(kept[end]),
        found: writeYuan(said),
      })
  }
  return kept ?? stated
}

/** A row that says an amount but no day would be lost if it were taken for a note. */
function refuseMoney({ cells, line }: TableRow, places: ColumnPlaces): void {
  const money = [places.in, places.out, places.amount]
    .map(at => (at === undefined ? '' : bareCell(cells[at] ?? '')))
    .find(cell => /\d/.test(cell))
  if (money !== undefined)
    refuse('day', { line, expected: 'YYYY-MM-DD', found: bareCell(cells[places.day ?? -1] ?? '') })
}

function toDraft(row: TableRow, found: BankTableRow): StatementLineDraft {
  const { moment, amountFen, balanceFen, bankNo, ownNo, counterparty, description } = found
  return {
    lineNo: row.line,
    kind: kindOfBankLine({ amountFen, ownNo, texts: [description, counterparty] }),
    amountFen,
    feeFen: 0n,
    balanceFen,
    bookedAt: moment.at,
    businessDay: moment.day,
    ...numbersOf(ownNo),
    channelNo: bankNo,
    counterparty,
    status: null,
    description,
    raw: row.cells.join(','),
  }
}
