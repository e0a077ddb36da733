import { CsvError, parse } from 'csv-parse/sync'
import { DomainError } from '#domain/domain-error.ts'
import { decodeToUtf8, NotUtf8 } from './decode-stream.ts'
import { detectDialect } from './detect-dialect.ts'
import { detectEncoding } from './detect-encoding.ts'
import { listSheets, readSheet } from './read-workbook.ts'

const ZIP = [0x50, 0x4b, 0x03, 0x04]

export interface TableLine {
  /** As an editor or Excel numbers it. */
  line: number
  cells: string[]
}

/**
 * The lines of a table that fits into memory, from a CSV in any encoding, a workbook or what was pasted, without those that are empty. Of a workbook
 * that has more lines than `most` only some more are read. Throws `empty_file`, `not_csv`, `unknown_encoding`, and what a broken workbook throws.
 */
export async function readSmallTable(bytes: Buffer, most: number): Promise<TableLine[]> {
  if (bytes.length === 0) throw new DomainError('empty_file')
  const isWorkbook = ZIP.every((byte, at) => bytes[at] === byte)
  const lines = isWorkbook ? await readWorkbookLines(bytes, most) : readCsvLines(await decode(bytes))
  return lines
    .map(({ line, cells }) => ({ line, cells: cells.map(tidy) }))
    .filter(({ cells }) => cells.some(cell => cell !== ''))
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

function readCsvLines(text: string): TableLine[] {
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

async function readWorkbookLines(workbook: Buffer, most: number): Promise<TableLine[]> {
  for (const sheet of await listSheets(workbook)) {
    const lines: TableLine[] = []
    for await (const row of readSheet(workbook, sheet)) {
      lines.push(row)
      // One more than may be is enough to refuse it.
      if (lines.length > most + 1) break
    }
    if (lines.length > 0) return lines
  }
  return []
}
