import type { CellPlace } from '#ui/grid-moves.ts'

/** Cells between two corners; `head` is the one that moves, `anchor` stays where the choice began. */
export type CellRange = { anchor: CellPlace; head: CellPlace }

export type GridSize = { rows: number; columns: number }

export const oneCell = (place: CellPlace): CellRange => ({ anchor: place, head: place })

type Press = { key: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean; altKey: boolean }

/** What a key makes of a range in a grid of this size; undefined when the key means nothing here. */
export function rangeAfter(
  range: CellRange,
  press: Press,
  { size, page }: { size: GridSize; page: number },
): CellRange | undefined {
  if (press.altKey) return undefined
  const whole = press.ctrlKey || press.metaKey
  const last = { row: size.rows - 1, column: size.columns - 1 }
  if (whole && press.key.toLowerCase() === 'a') return { anchor: { row: 0, column: 0 }, head: last }
  const to = placeAfter(range.head, press.key, { whole, last, page })
  if (!to) return undefined
  const head = {
    row: Math.max(0, Math.min(to.row, last.row)),
    column: Math.max(0, Math.min(to.column, last.column)),
  }
  return press.shiftKey ? { anchor: range.anchor, head } : oneCell(head)
}

function placeAfter(
  { row, column }: CellPlace,
  key: string,
  { whole, last, page }: { whole: boolean; last: CellPlace; page: number },
): CellPlace | undefined {
  switch (key) {
    case 'ArrowUp':
      return { row: whole ? 0 : row - 1, column }
    case 'ArrowDown':
      return { row: whole ? last.row : row + 1, column }
    case 'ArrowLeft':
      return { row, column: whole ? 0 : column - 1 }
    case 'ArrowRight':
      return { row, column: whole ? last.column : column + 1 }
    case 'PageUp':
      return { row: row - page, column }
    case 'PageDown':
      return { row: row + page, column }
    case 'Home':
      return { row: whole ? 0 : row, column: 0 }
    case 'End':
      return { row: whole ? last.row : row, column: last.column }
    default:
      return undefined
  }
}

/** First and last row and column of a range, whichever way it was drawn. */
export function edgesOf({ anchor, head }: CellRange) {
  return {
    top: Math.min(anchor.row, head.row),
    bottom: Math.max(anchor.row, head.row),
    left: Math.min(anchor.column, head.column),
    right: Math.max(anchor.column, head.column),
  }
}

/** Cells as spreadsheets take them: tabs between, and quotes around what holds a tab, a line break or a quote. */
export function writeCells(lines: string[][]): string {
  return lines.map(line => line.map(written).join('\t')).join('\n')
}

function written(text: string): string {
  return /["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** The same for programs that take a table: texts are marked as such, or a spreadsheet would keep fifteen digits of an order number. */
export function writeCellsAsTable(lines: string[][], isNumber: boolean[]): string {
  const rows = lines.map(line => {
    const cells = line.map(
      (text, at) => `<td${isNumber[at] ? '' : ` style='mso-number-format:"\\@"'`}>${escaped(text)}</td>`,
    )
    return `<tr>${cells.join('')}</tr>`
  })
  return `<table>${rows.join('')}</table>`
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, sign => ESCAPES[sign] ?? sign)
}
