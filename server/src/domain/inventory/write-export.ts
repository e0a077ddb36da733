import { Readable } from 'node:stream'
import type { ExportFormat } from '@haowu/shared/inventory.ts'
import { writeXlsxStream } from 'hucre/xlsx'
import { csvLine, UTF8_BOM } from '#domain/imports/csv-text.ts'
import type { ExportColumn, ExportedItem } from './export-columns.ts'

/** Called after each batch with the rows written so far. */
type OnRows = (rows: bigint) => Promise<void>

/** The file as a stream of bytes; nothing of it is ever whole in memory. */
export function writeExport(
  format: ExportFormat,
  columns: ExportColumn[],
  { batches, onRows }: { batches: AsyncIterable<ExportedItem[]>; onRows: OnRows },
): Readable {
  if (format === 'csv') return Readable.from(csvChunks(columns, batches, onRows), { objectMode: false })
  const workbook = writeXlsxStream(sheetRows(columns, batches, onRows), {
    name: '商品',
    columns: columns.map(({ header }) => ({ header })),
    freezePane: { rows: 1 },
  })
  return Readable.fromWeb(workbook as Parameters<typeof Readable.fromWeb>[0])
}

async function* csvChunks(
  columns: ExportColumn[],
  batches: AsyncIterable<ExportedItem[]>,
  onRows: OnRows,
): AsyncGenerator<string> {
  yield UTF8_BOM + csvLine(columns.map(({ header }) => header))
  let rows = 0n
  for await (const batch of batches) {
    yield batch.map(item => csvLine(columns.map(({ cell }) => cell(item)))).join('')
    rows += BigInt(batch.length)
    await onRows(rows)
  }
}

/** The importer takes a `'` before a text off again, and the wrapping of a formula. */
function keptAsText(cell: string): string {
  return /^'|^="/.test(cell) ? `'${cell}` : cell
}

/** Every cell is text: a spreadsheet must not make a number of an IMEI. */
async function* sheetRows(
  columns: ExportColumn[],
  batches: AsyncIterable<ExportedItem[]>,
  onRows: OnRows,
): AsyncGenerator<string[]> {
  let rows = 0n
  for await (const batch of batches) {
    for (const item of batch) yield columns.map(({ cell }) => keptAsText(cell(item)))
    rows += BigInt(batch.length)
    await onRows(rows)
  }
}
