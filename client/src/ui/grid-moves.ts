export type CellPlace = { row: number; column: number }

/** A step within a table of this size; past the end of a line it goes on in the next, past the last cell it stays. */
export function movedBy(from: CellPlace, by: CellPlace, size: { rows: number; columns: number }): CellPlace {
  const within = (at: number, count: number) => Math.min(Math.max(at, 0), Math.max(0, count - 1))
  const column = from.column + by.column
  const row = within(from.row + by.row, size.rows)
  if (column === size.columns && by.column === 1 && row < size.rows - 1) return { row: row + 1, column: 0 }
  if (column === -1 && by.column === -1 && row > 0) return { row: row - 1, column: size.columns - 1 }
  return { row, column: within(column, size.columns) }
}

type Marked = { state: string; cells: { tone?: string | undefined }[] }

/** The next cell that is marked as wrong, in reading order; undefined when none follows. */
export function placeOfNextMark(rows: Marked[], from: CellPlace): CellPlace | undefined {
  for (let row = from.row; row < rows.length; row++) {
    if (rows[row]?.state !== 'open') continue
    const after = row === from.row ? from.column : -1
    const column = rows[row]?.cells.findIndex((cell, at) => at > after && cell.tone === 'danger') ?? -1
    if (column !== -1) return { row, column }
  }
  return undefined
}
