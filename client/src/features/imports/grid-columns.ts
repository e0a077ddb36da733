import type { FailedRow, FailedRows } from '#features/imports/import-calls.ts'

/**
 * The columns worth seeing: those that tell which item a row is, and those in which something on this page is wrong.
 * A file of sixty columns would hide the wrong cell behind its margin.
 */
export function columnsToShow({ columns, rows }: FailedRows, naming: number[]): number[] {
  const wrong = rows.flatMap(row => [
    ...row.findings.flatMap(({ columnIndex }) => columnIndex ?? []),
    ...Object.keys(row.patched).map(Number),
  ])
  const shown = new Set([...naming, ...wrong])
  return columns.map((_, index) => index).filter(index => shown.has(index))
}

/** The positions of the columns that name an item to a person: its code and its title, else the first two. */
export function namingColumns(columns: { field: string | null }[]): number[] {
  const found = columns.flatMap(({ field }, index) => (field === 'sku' || field === 'title' ? index : []))
  return found.length > 0 ? found : columns.slice(0, 2).map((_, index) => index)
}

/** A cell as it stands now: mended, or as in the file. */
export function cellText(row: FailedRow, columnIndex: number): string {
  return row.patched[columnIndex] ?? row.cells[columnIndex] ?? ''
}
