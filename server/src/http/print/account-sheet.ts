import type { AccountStatement } from '#domain/settlement/read-account.ts'
import { ACCOUNT_HEADERS, accountRows, type StatementLanguage } from '#domain/settlement/write-account.ts'
import { createSheet } from './pdf-sheet.ts'

const TITLE: Record<StatementLanguage, string> = {
  zh: '好物联盟 · 资金账户对账单',
  en: 'Haowu Alliance · account statement',
}
/** Share of the page's width by column: time, event, order, subject, change, balance. */
const WIDTHS = [0.2, 0.16, 0.16, 0.24, 0.12, 0.12]
const SIZE = 8

/**
 * The month on A4, as many pages as it takes; the same month is the same file, byte by byte: it is dated with its own last
 * day, not with the day on which somebody asked.
 */
export async function accountSheet(
  statement: AccountStatement,
  language: StatementLanguage,
): Promise<Buffer> {
  const madeAt = new Date(`${statement.month}-28T00:00:00Z`)
  const sheet = createSheet({ mm: [210, 297], marginMm: 14, title: TITLE[language], madeAt })
  let y = sheet.text(TITLE[language], { x: sheet.margin, y: sheet.margin, size: 15, strong: true })
  y = sheet.text(`${statement.partyName}  ${statement.month}`, { x: sheet.margin, y: y + 4, size: 11 }) + 8
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
  const widthOf = (n: number) => (sheet.width - 2 * sheet.margin) * (WIDTHS[n] ?? 0)
  const cellHeight = (cell: string, n: number) =>
    cell === '' ? SIZE : sheet.heightOf(cell, { size: SIZE, width: widthOf(n) - 4 })
  row(ACCOUNT_HEADERS[language].slice(0, WIDTHS.length), { strong: true })
  for (const cells of accountRows(statement, language)) row(cells.slice(0, WIDTHS.length), {})
  return sheet.finish((page, pages) => `${statement.month}  ${page} / ${pages}`)
}
