import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { type Delimiter, detectDialect } from '#domain/imports/detect-dialect.ts'
import { listSheets, readSheet } from '#domain/imports/read-workbook.ts'
import { collectBytes, joinAgain } from './byte-stream.ts'
import { decodeText } from './read-text-lines.ts'
import { refuse } from './statement-refusal.ts'

export interface TableRow {
  /** As an editor or Excel numbers it. */
  line: number
  cells: string[]
}

const ZIP = [0x50, 0x4b, 0x03, 0x04]
const LARGEST_WORKBOOK = 64 * 1024 * 1024
const SAMPLE = 8192
const LONGEST_ROW = 256 * 1024

/**
 * The rows of a CSV, in any delimiter where its writer's is not known, and of the first sheet of a workbook that has any; blank ones are
 * left out.
 */
export async function* readTableRows(
  source: AsyncIterable<Uint8Array>,
  known?: Delimiter,
): AsyncGenerator<TableRow> {
  const chunks = source[Symbol.asyncIterator]()
  const first = await chunks.next()
  if (first.done) return
  const head = Buffer.from(first.value)
  const whole = joinAgain(head, chunks)
  const rows = ZIP.every((byte, at) => head[at] === byte)
    ? readWorkbookRows(whole)
    : readCsvRows(whole, known)
  for await (const row of rows) if (row.cells.some(cell => cell.trim() !== '')) yield row
}

async function* readCsvRows(
  source: AsyncIterable<Uint8Array>,
  known: Delimiter | undefined,
): AsyncGenerator<TableRow> {
  const texts = decodeText(source)
  let sample = ''
  let ended = false
  while (sample.length < SAMPLE && !ended) {
    const next = await texts.next()
    ended = next.done === true
    sample += next.value ?? ''
  }
  const { delimiter } = detectDialect(sample, known)
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  })
  const feed = async function* () {
    yield sample
    if (!ended) yield* texts
  }
  // A piece that cannot be decoded breaks off the reading with its own error, and whoever stops reading stops the source.
  pipeline(Readable.from(feed()), parser, () => {})
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[]
      info: { lines: number }
    }>)
      yield { line: info.lines, cells: record }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    refuse('line_form', { line: parser.info.lines, expected: 'CSV', found: error.code })
  }
}

async function* readWorkbookRows(source: AsyncIterable<Uint8Array>): AsyncGenerator<TableRow> {
  const workbook = await collectBytes(source, LARGEST_WORKBOOK)
  for (const sheet of await listSheets(workbook)) {
    let any = false
    for await (const row of readSheet(workbook, sheet)) {
      any ||= row.cells.some(cell => cell !== '')
      yield row
    }
    if (any) return
  }
}
