import { CsvError, parse } from 'csv-parse/sync'
import { DomainError } from '#domain/domain-error.ts'
import { decodeToUtf8, NotUtf8 } from '#domain/imports/decode-stream.ts'
import { detectDialect } from '#domain/imports/detect-dialect.ts'
import { detectEncoding } from '#domain/imports/detect-encoding.ts'
import { listSheets, readSheet } from '#domain/imports/read-workbook.ts'

export const MOST_TRACKING_ROWS = 500
const ZIP = [0x50, 0x4b, 0x03, 0x04]

export interface TrackingRow {
  /** As an editor or Excel numbers it. */
  line: number
  orderNo: string
  /** As it was written; empty where the number is to say it. */
  carrier: string
  trackingNo: string
}

interface Line {
  line: number
  cells: string[]
}

/**
 * Order numbers with the numbers of their parcels, from a CSV, a workbook or what was pasted. With a header the columns may
 * stand anywhere; without one they are order number, carrier if there are three, and tracking number. Throws `empty_file`,
 * `no_rows`, `too_many_rows`, `not_csv`, `unknown_encoding`, `missing_column`, and what a broken workbook throws.
 */
export async function readTrackingRows(bytes: Buffer): Promise<TrackingRow[]> {
  if (bytes.length === 0) throw new DomainError('empty_file')
  const isWorkbook = ZIP.every((byte, at) => bytes[at] === byte)
  const lines = isWorkbook ? await readWorkbookLines(bytes) : readCsvLines(await decode(bytes))
  const filled = lines
    .map(({ line, cells }) => ({ line, cells: cells.map(tidy) }))
    .filter(({ cells }) => cells.some(cell => cell !== ''))
  const [first] = filled
  if (!first) throw new DomainError('no_rows')
  const named = findColumns(first.cells)
  const rows = named === null ? filled : filled.slice(1)
  if (rows.length === 0) throw new DomainError('no_rows')
  if (rows.length > MOST_TRACKING_ROWS) throw new DomainError('too_many_rows', { limit: MOST_TRACKING_ROWS })
  return rows.map(({ line, cells }) => {
    const at = named ?? byPosition(cells)
    return {
      line,
      orderNo: cells[at.orderNo] ?? '',
      carrier: at.carrier === null ? '' : (cells[at.carrier] ?? ''),
      trackingNo: (cells[at.trackingNo] ?? '').toUpperCase(),
    }
  })
}

interface Columns {
  orderNo: number
  carrier: number | null
  trackingNo: number
}

function byPosition(cells: string[]): Columns {
  return cells.filter(cell => cell !== '').length > 2
    ? { orderNo: 0, carrier: 1, trackingNo: 2 }
    : { orderNo: 0, carrier: null, trackingNo: 1 }
}

const HEADERS = {
  orderNo: /^(订单(编号|号)|order ?(no\.?|number)?)$/i,
  carrier: /^(快递|物流)公司$|^carrier$/i,
  trackingNo: /^(快递单号|运单号|物流单号|tracking ?(no\.?|number)?)$/i,
}

function findColumns(header: string[]): Columns | null {
  const find = (name: RegExp) => header.findIndex(cell => name.test(cell))
  const [orderNo, carrier, trackingNo] = [
    find(HEADERS.orderNo),
    find(HEADERS.carrier),
    find(HEADERS.trackingNo),
  ]
  if (orderNo < 0 && trackingNo < 0) return null
  if (orderNo < 0) throw new DomainError('missing_column', { columns: '订单号' })
  if (trackingNo < 0) throw new DomainError('missing_column', { columns: '快递单号' })
  return { orderNo, carrier: carrier < 0 ? null : carrier, trackingNo }
}

/** A leading apostrophe is how spreadsheets keep a number a text. */
function tidy(cell: string): string {
  return cell.normalize('NFKC').replace(/^'/, '').replace(/\s+/g, ' ').trim()
}

async function decode(bytes: Buffer): Promise<string> {
  const open = async function* () {
    yield bytes
  }
  const read = async (notUtf8: boolean) => {
    const chunks: Buffer[] = []
    for await (const chunk of decodeToUtf8(open(), await detectEncoding(open, { notUtf8 })))
      chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks).toString('utf8')
  }
  try {
    return await read(false)
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error
    return read(true)
  }
}

function readCsvLines(text: string): Line[] {
  const { delimiter, skipsFirstLine } = detectDialect(text)
  try {
    const records = parse(text, {
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      from_line: skipsFirstLine ? 2 : 1,
      max_record_size: 16_384,
    }) as unknown as { record: string[]; info: { lines: number } }[]
    return records.map(({ record, info }) => ({ line: info.lines, cells: record }))
  } catch (error) {
    if (error instanceof CsvError) throw new DomainError('not_csv', { found: error.code })
    throw error
  }
}

async function readWorkbookLines(workbook: Buffer): Promise<Line[]> {
  for (const sheet of await listSheets(workbook)) {
    const lines: Line[] = []
    for await (const row of readSheet(workbook, sheet)) {
      lines.push(row)
      // One more than may be is enough to refuse it.
      if (lines.length > MOST_TRACKING_ROWS + 1) break
    }
    if (lines.length > 0) return lines
  }
  return []
}
