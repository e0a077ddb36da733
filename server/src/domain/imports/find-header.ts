import type { ImportMode } from '@haowu/shared/imports.ts'

/** The header of a file: one record, or two that name the same columns, as in a Taobao pack (`title`, then `宝贝名称`). */
export interface FoundHeader {
  /** Position of its last record, from 0. */
  at: number
  records: string[][]
}

const RECORDS_LOOKED_AT = 20
/** How many headers we know make a record a header. A file of prices and stock may have no more than two. */
const KNOWN_CELLS: Record<ImportMode, number> = { delta: 3, full: 3, price_stock: 2 }

/**
 * Titles may stand above the header: it is the first record in which enough cells are headers we know, else the one with
 * the most, else the first that fills more than one cell. `chosen` counts from 1.
 */
export function findHeader(
  records: string[][],
  isKnown: (cell: string) => boolean,
  { mode, chosen }: { mode: ImportMode; chosen: number | undefined },
): FoundHeader {
  const known = records.slice(0, RECORDS_LOOKED_AT).map(record => record.filter(isKnown).length)
  const enough = KNOWN_CELLS[mode]
  const isHeader = (at: number) => (known[at] ?? 0) >= enough
  const first = chosen === undefined ? firstHeader(records, known, enough) : chosen - 1
  const pairBelow = chosen === undefined && isHeader(first) && isHeader(first + 1)
  const at = pairBelow ? first + 1 : first
  const last = records[at] ?? []
  return { at, records: pairBelow || (at > 0 && isHeader(at - 1)) ? [records[at - 1] ?? [], last] : [last] }
}

function firstHeader(records: string[][], known: number[], enough: number): number {
  const sure = known.findIndex(count => count >= enough)
  if (sure !== -1) return sure
  const most = Math.max(0, ...known)
  if (most > 0) return known.indexOf(most)
  const filled = records
    .slice(0, RECORDS_LOOKED_AT)
    .findIndex(record => record.filter(cell => cell.trim() !== '').length > 1)
  return Math.max(filled, 0)
}
