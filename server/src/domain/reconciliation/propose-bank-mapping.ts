import {
  type BankColumns,
  type BankField,
  bankMappingGaps,
  type BankProposal,
  type ProposedColumn,
} from '@haowu/shared/bank-mapping.ts'
import { readMoment } from './bank-day.ts'
import { fieldOfBankHeader } from './bank-headers.ts'
import { accountOfTitle } from './bank-labels.ts'
import { placeColumns } from './bank-table-columns.ts'
import { readBankTableRow } from './bank-table-row.ts'
import { readTableRows, type TableRow } from './read-table-rows.ts'
import { StatementRefusal } from './statement-refusal.ts'
import { bareCell } from './table-cells.ts'

const ROWS_LOOKED_AT = 200
const HEADER_WITHIN = 40
const SAMPLES = 3
const TIME_OF_DAY = /^\d{1,2}:\d{2}(:\d{2})?$/

/**
 * What the columns of an unknown bank table look to be: by their headers, and where a header says nothing, by what stands below.
 * Only a proposal; a person confirms it once. The balances say how far to believe it.
 */
export async function proposeBankMapping(bytes: AsyncIterable<Uint8Array>): Promise<BankProposal | null> {
  const rows = await readFirstRows(bytes)
  const header = findHeader(rows)
  if (!header) return null
  const below = dataRows(rows.slice(rows.indexOf(header) + 1))
  const columns = chooseFields(header.cells.map((cell, at) => describeColumn(bareCell(cell), below, at)))
  const proposed = Object.fromEntries(
    columns.flatMap(({ field, header: name }) => (field && name !== '' ? [[field, name]] : [])),
  ) as BankColumns
  const straight = countRight(header, below, { columns: proposed, positiveIsOut: false })
  const turned = countRight(header, below, { columns: proposed, positiveIsOut: true })
  const positiveIsOut = turned.right > straight.right
  return {
    accountNo: accountAbove(rows, header.line),
    headerLine: header.line,
    columns,
    positiveIsOut,
    balances: positiveIsOut ? turned : straight,
  }
}

/** As many rows as are looked at to know a table. */
export async function readFirstRows(bytes: AsyncIterable<Uint8Array>): Promise<TableRow[]> {
  const rows: TableRow[] = []
  for await (const row of readTableRows(bytes)) {
    rows.push(row)
    if (rows.length >= ROWS_LOOKED_AT) break
  }
  return rows
}

/** What the rows above the header say of the account. */
export function accountAbove(rows: TableRow[], headerLine: number): string | null {
  for (const { cells, line } of rows) {
    if (line >= headerLine) return null
    const found = accountOfTitle(cells.map(bareCell))
    if (found !== null) return found
  }
  return null
}

/** The row with the most headers we know; without any, the first that fills more than two cells. */
function findHeader(rows: TableRow[]): TableRow | undefined {
  const known = ({ cells }: TableRow) => cells.filter(cell => fieldOfBankHeader(bareCell(cell))).length
  const candidates = rows.slice(0, HEADER_WITHIN)
  const best = candidates.toSorted((one, other) => known(other) - known(one))[0]
  if (best && known(best) >= 2) return best
  return candidates.find(({ cells }) => cells.filter(cell => bareCell(cell) !== '').length > 2)
}

/** Rows with a day somewhere; sums and notes below the table say nothing about its columns. */
function dataRows(rows: TableRow[]): TableRow[] {
  const dated = rows.filter(({ cells }) => cells.some(cell => readMoment(bareCell(cell)) !== null))
  return dated.length > 0 ? dated : rows
}

function describeColumn(header: string, below: TableRow[], at: number): ProposedColumn {
  const cells = below.map(row => bareCell(row.cells[at] ?? '')).filter(cell => cell !== '')
  const samples = [...new Set(cells)].slice(0, SAMPLES)
  const known = fieldOfBankHeader(header)
  const areTimes = header !== '' && cells.length > 0 && cells.every(cell => TIME_OF_DAY.test(cell))
  // `交易时间` is a day with its time at one bank, and the time beside a day at another.
  if (areTimes && (!known || known.field === 'day'))
    return { header, samples, field: 'time', confidence: known ? 'sure' : 'guess' }
  if (known) return { header, samples, ...known }
  if (header !== '' && cells.length > 0 && cells.slice(0, SAMPLES).every(cell => readMoment(cell) !== null))
    return { header, samples, field: 'day', confidence: 'guess' }
  return { header, samples, field: null, confidence: null }
}

const WEIGHT = { sure: 3, likely: 2, guess: 1 } as const

/** Each field once: the column that says it most plainly keeps it, the first of equals. */
function chooseFields(columns: ProposedColumn[]): ProposedColumn[] {
  const owners = new Map<BankField, ProposedColumn>()
  for (const column of columns) {
    if (!column.field || !column.confidence) continue
    const owner = owners.get(column.field)
    if (!owner?.confidence || WEIGHT[column.confidence] > WEIGHT[owner.confidence])
      owners.set(column.field, column)
  }
  const splits = owners.has('in') && owners.has('out')
  return columns.map(column => {
    const isOwner = column.field !== null && owners.get(column.field) === column
    const isIdle = splits && (column.field === 'amount' || column.field === 'direction')
    return isOwner && !isIdle ? column : { ...column, field: null, confidence: null }
  })
}

/** How many lines have the balance that their neighbour and their amount make, in whichever order the table is. */
function countRight(
  header: TableRow,
  below: TableRow[],
  mapping: { columns: BankColumns; positiveIsOut: boolean },
): { checked: number; right: number } {
  const places = placeColumns(header.cells, mapping)
  if (!places || places.balance === undefined || bankMappingGaps(mapping.columns).length > 0)
    return { checked: 0, right: 0 }
  const pairs = below.flatMap(row => {
    try {
      const found = readBankTableRow(row, places, mapping)
      return found?.balanceFen == null ? [] : [{ amountFen: found.amountFen, balanceFen: found.balanceFen }]
    } catch (error) {
      if (error instanceof StatementRefusal) return []
      throw error
    }
  })
  let ascending = 0
  let descending = 0
  for (const [at, pair] of pairs.entries()) {
    const previous = pairs[at - 1]
    if (!previous) continue
    if (previous.balanceFen + pair.amountFen === pair.balanceFen) ascending++
    if (previous.balanceFen - previous.amountFen === pair.balanceFen) descending++
  }
  return { checked: Math.max(0, pairs.length - 1), right: Math.max(ascending, descending) }
}
