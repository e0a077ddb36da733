import { createSheet } from './pdf-sheet.ts'

export interface PrintedTable {
  title: string
  subtitle: string
  /** `YYYY-MM`: what stands at the foot, and by which the paper is dated. */
  month: string
  header: string[]
  rows: string[][]
  /** Share of the page's width by column. */
  widths: number[]
}

const SIZE = 8

/**
 * A table of one month on A4, as many pages as it takes; the same table is the same file, byte by byte: it is dated with its own month, not
 * with the day on which somebody asked.
 */
export async function tableSheet(table: PrintedTable): Promise<Buffer> {
  const { title, subtitle, month, header, rows, widths } = table
  const madeAt = new Date(`${month}-28T00:00:00Z`)
  const sheet = createSheet({ mm: [210, 297], marginMm: 14, title, madeAt })
  let y = sheet.text(title, { x: sheet.margin, y: sheet.margin, size: 15, strong: true })
  y = sheet.text(subtitle, { x: sheet.margin, y: y + 4, size: 11 }) + 8
  const bottom = sheet.height - sheet.margin - 24
  const row = (cells: string[], style: { strong?: boolean }) => {
    const height = Math.max(...cells.map((cell, n) => cellHeight(cell, n)))
    if (y + height > bottom) {
      sheet.newPage()
      y = sheet.margin
    }
    let x = sheet.margin
    for (const [n, cell] of cells.entries()) {
      const width = widthOf(n)
      if (cell !== '') sheet.text(cell, { x, y, size: SIZE, width: width - 4, ...style })
      x += width
    }
    y += height + 3
    sheet.rule(y - 1)
  }
  const widthOf = (n: number) => (sheet.width - 2 * sheet.margin) * (widths[n] ?? 0)
  const cellHeight = (cell: string, n: number) =>
    cell === '' ? SIZE : sheet.heightOf(cell, { size: SIZE, width: widthOf(n) - 4 })
  row(header.slice(0, widths.length), { strong: true })
  for (const cells of rows) row(cells.slice(0, widths.length), {})
  return sheet.finish((page, pages) => `${month}  ${page} / ${pages}`)
}
