import type { BankMapping } from '@haowu/shared/bank-mapping.ts'
import { type Moment, readMoment } from './bank-day.ts'
import { directionOf } from './bank-labels.ts'
import type { ColumnPlaces } from './bank-table-columns.ts'
import type { TableRow } from './read-table-rows.ts'
import { refuse } from './statement-refusal.ts'
import { bareCell, readTableAmount } from './table-cells.ts'

export interface BankTableRow {
  moment: Moment
  amountFen: bigint
  balanceFen: bigint | null
  bankNo: string | null
  ownNo: string | null
  counterparty: string | null
  description: string
}

/** Null for a row without a day: a title, a total, a note. One that moves money all the same is refused. */
export function readBankTableRow(
  row: TableRow,
  places: ColumnPlaces,
  mapping: Pick<BankMapping, 'positiveIsOut'>,
): BankTableRow | null {
  const cell = (field: keyof ColumnPlaces) => bareCell(row.cells[places[field] ?? -1] ?? '')
  const amount = (field: keyof ColumnPlaces) =>
    places[field] === undefined ? null : readTableAmount(cell(field), { line: row.line, header: field })
  const moment = readMoment(cell('day'), cell('time'))
  if (!moment) return null
  const currency = cell('currency')
  if (!/^(|cny|rmb|人民币|人民币元|156|01)$/i.test(currency))
    refuse('currency', { line: row.line, expected: 'CNY', found: currency })
  return {
    moment,
    amountFen: signedAmount(row, { places, mapping, cell, amount }),
    balanceFen: amount('balance'),
    bankNo: cell('bankNo') || null,
    ownNo: cell('ownNo') || null,
    counterparty: cell('counterparty') || null,
    description: cell('description'),
  }
}

interface RowReader {
  places: ColumnPlaces
  mapping: Pick<BankMapping, 'positiveIsOut'>
  cell: (field: keyof ColumnPlaces) => string
  amount: (field: keyof ColumnPlaces) => bigint | null
}

function signedAmount(row: TableRow, { places, mapping, cell, amount }: RowReader): bigint {
  if (places.in !== undefined && places.out !== undefined) {
    const [inFen, outFen] = [amount('in') ?? 0n, amount('out') ?? 0n]
    // A bank that writes what went out with a minus means the same.
    if (inFen !== 0n && outFen !== 0n)
      refuse('both_sides', { line: row.line, expected: '0.00', found: cell('out') })
    return inFen - (outFen < 0n && !isReversal(cell('description')) ? -outFen : outFen)
  }
  const fen = amount('amount')
  if (fen === null) refuse('amount', { line: row.line, expected: '0.00', found: cell('amount') })
  if (places.direction === undefined) return mapping.positiveIsOut ? -fen : fen
  const direction = directionOf(cell('direction'))
  if (direction === null)
    refuse('direction', { line: row.line, expected: '借 | 贷', found: cell('direction') })
  const size = fen < 0n && !isReversal(cell('description')) ? -fen : fen
  return direction === 'in' ? size : -size
}

/** A mistake the bank took back stands on its side of the table with a minus (红字). */
function isReversal(description: string): boolean {
  return /冲正|冲账|抹账|红字|撤销|reversal/i.test(description)
}
