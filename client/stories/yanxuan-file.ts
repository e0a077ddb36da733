import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { writeXlsx } from 'hucre/xlsx'

/** The catalogue of a real shop, as its supplier exports it; it lies beside the checkout. */
const CATALOGUE = path.join(
  import.meta.dirname,
  '../../../shared/fixtures/feeds/catalogs/yanxuan_goods_short.gb18030.csv',
)
export const hasCatalogue = existsSync(CATALOGUE)

/** What is wrong in the messy file, and in how many of its rows. */
export const WRONG_ROWS = { noNumber: 12, noPrice: 8, negative: 6, noTitle: 6, eatenCode: 5 }
export const WRONG_TOTAL = Object.values(WRONG_ROWS).reduce((sum, count) => sum + count, 0)

export interface MessyFile {
  records: string[][]
  /** Data rows, without titles, header and total. */
  rows: number
  /** Her words for kinds of goods; none of them is one of ours. */
  categories: string[]
}

const COLUMN = { code: 0, title: 1, category: 2, retail: 10 }

/** The catalogue as a person keeps it: titles above the header, a total below, and 37 rows that cannot be taken as they are. */
export function messyCatalogue(): MessyFile {
  const text = new TextDecoder('gb18030', { fatal: true }).decode(readFileSync(CATALOGUE))
  const [header = [], ...rows]: string[][] = parse(text, { relax_column_count: true })
  const categories = [...new Set(rows.map(row => row[COLUMN.category] ?? ''))]
  spoil(rows)
  const blank = header.map(() => '')
  const titled = (words: string) => [words, ...blank.slice(1)]
  const total = titled('合计').with(COLUMN.retail, '98765.00')
  return {
    records: [titled('严选供货表（2026 年 11 月）'), titled('联系人：陈晓芸'), header, ...rows, total],
    rows: rows.length,
    categories,
  }
}

/** Every sixth row from the third on is spoilt, each kind of mistake in its turn. */
function spoil(rows: string[][]): void {
  const mistakes: ((row: string[]) => void)[] = [
    ...repeat(WRONG_ROWS.noNumber, row => void (row[COLUMN.retail] = '面议')),
    ...repeat(WRONG_ROWS.noPrice, row => void (row[COLUMN.retail] = '')),
    ...repeat(WRONG_ROWS.negative, row => void (row[COLUMN.retail] = '-5')),
    ...repeat(WRONG_ROWS.noTitle, row => void (row[COLUMN.title] = '')),
    ...repeat(WRONG_ROWS.eatenCode, row => void (row[COLUMN.code] = '1.01E+06')),
  ]
  for (const [index, spoilRow] of mistakes.entries()) {
    const row = rows[2 + index * 6]
    if (row) spoilRow(row)
  }
}

const repeat = (count: number, mistake: (row: string[]) => void) =>
  Array.from({ length: count }, () => mistake)

/** What the supplier does to the file of the rows that failed: each gets what it lacks. Our three columns stand before hers. */
export function mendErrorFile(text: string): string {
  const [header = [], ...rows]: string[][] = parse(text.replace(/^\ufeff/, ''), { relax_column_count: true })
  const at = (name: string) => header.indexOf(name)
  const [code, title, price] = [at('商品编号'), at('商品名称'), at('零售价')]
  for (const [index, row] of rows.entries()) {
    if (!/^\d+$/.test(row[code] ?? '')) row[code] = `YX-${index}`
    if (row[title] === '') row[title] = `补上的名称 ${index}`
    if (!/^\d/.test(row[price] ?? '')) row[price] = '199.00'
  }
  return toCsv([header, ...rows])
}

function toCsv(records: string[][]): string {
  const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return records.map(record => record.map(cell).join(',')).join('\r\n')
}

/** The same as an Excel workbook, amounts as the numbers that Excel makes of them. */
export async function toWorkbook(records: string[][]): Promise<Buffer> {
  const rows = records.map(record =>
    record.map(cell => (/^-?\d{1,9}(\.\d{1,2})?$/.test(cell) ? Number(cell) : cell)),
  )
  return Buffer.from(await writeXlsx({ sheets: [{ name: '供货表', rows }] }))
}
