import { Readable } from 'node:stream'
import { writeXlsxStream } from 'hucre/xlsx'
import { csvLine, UTF8_BOM } from '#domain/imports/csv-text.ts'

export interface Table {
  /** Of the sheet in a workbook. */
  name: string
  header: string[]
  rows: string[][]
}

/** A table as a file's bytes: the same table gives the same bytes. Every cell is text, so that a spreadsheet keeps long numbers. */
export function writeTable({ name, header, rows }: Table, format: 'csv' | 'xlsx'): Readable {
  if (format === 'csv')
    return Readable.from([UTF8_BOM + [header, ...rows].map(csvLine).join('')], { objectMode: false })
  const workbook = writeXlsxStream(rows, {
    name,
    columns: header.map(title => ({ header: title })),
    freezePane: { rows: 1 },
  })
  return Readable.fromWeb(workbook as Parameters<typeof Readable.fromWeb>[0])
}

/** The time of the business's own clock; its offset says so. */
export function businessTime(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().replace('Z', '+08:00')
}
