import type { Table } from '#domain/table-file.ts'
import { tableSheet } from './table-sheet.ts'

const TITLE = { zh: '好物联盟 · 关账报告', en: 'Haowu Alliance · month-end close' }
/** Account or note, then opening, in, out, ledger closing, statement closing, unexplained. */
const WIDTHS = [0.16, 0.14, 0.14, 0.14, 0.14, 0.14, 0.14]

/** The tie-out that was signed, with its seal below: a hash is long, so it is cut into the width of a column. */
export function closeSheet(table: Table, language: 'zh' | 'en'): Promise<Buffer> {
  return tableSheet({
    title: TITLE[language],
    subtitle: table.name,
    month: table.name,
    header: table.header,
    rows: table.rows.map(row => row.map(cell => cell.replace(/[0-9a-f]{16}(?=[0-9a-f])/g, '$& '))),
    widths: WIDTHS,
  })
}
