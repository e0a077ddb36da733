import { Readable } from 'node:stream'
import { DomainError } from '#domain/domain-error.ts'
import type { FileStore } from '#gateways/files.ts'
import { IMPORT_LIMITS } from './import-limits.ts'
import { listSheets, readSheet } from './read-workbook.ts'

export interface Workbook {
  sheets: string[]
  /** The sheet that is read: the one chosen, else the first one with something in it. */
  sheet: string
}

/**
 * Writes a sheet of a stored workbook beside it as a UTF-8 table whose lines have the numbers of Excel's rows, and says
 * under which key. From there on a workbook is a file like any other. Made once; a second call finds it.
 */
export async function convertWorkbook(
  files: FileStore,
  key: string,
  chosen?: string,
): Promise<Workbook & { tableKey: string }> {
  const workbook = await readWhole(files, key)
  const sheets = await listSheets(workbook)
  const sheet = await chooseSheet(workbook, sheets, chosen)
  const tableKey = `${key}.${sheets.indexOf(sheet)}.csv`
  if (!(await files.stat(tableKey)))
    await files.put(tableKey, Readable.from(tableLines(workbook, sheet), { objectMode: false }), {
      contentType: 'text/csv',
    })
  return { sheets, sheet, tableKey }
}

async function readWhole(files: FileStore, key: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of files.readChunks(key)) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

async function chooseSheet(workbook: Buffer, sheets: string[], chosen: string | undefined): Promise<string> {
  if (chosen !== undefined && sheets.includes(chosen)) return chosen
  for (const sheet of sheets) {
    for await (const { cells } of readSheet(workbook, sheet))
      if (cells.some(cell => cell !== '')) return sheet
  }
  throw new DomainError('empty_file')
}

const LINES_PER_CHUNK = 500

async function* tableLines(workbook: Buffer, sheet: string): AsyncGenerator<string> {
  let next = 1
  let width = 0
  let chunk: string[] = []
  for await (const { line, cells } of readSheet(workbook, sheet)) {
    if (line > IMPORT_LIMITS.sheetRows) throw new DomainError('too_many_rows', { limit: IMPORT_LIMITS.rows })
    if (cells.length > IMPORT_LIMITS.sheetColumns)
      throw new DomainError('too_many_columns', { found: cells.length, limit: IMPORT_LIMITS.columns })
    for (; next < line; next++) chunk.push('\n')
    const said = withoutTrailingBlanks(cells)
    width = Math.max(width, said.length)
    chunk.push(`${toWidth(said, width).map(tableCell).join(',')}\n`)
    next++
    if (chunk.length >= LINES_PER_CHUNK) {
      yield chunk.join('')
      chunk = []
    }
  }
  yield chunk.join('')
}

/** Formatting alone makes cells in Excel, far to the right of anything said. */
function withoutTrailingBlanks(cells: string[]): string[] {
  let length = cells.length
  while (length > 0 && cells[length - 1] === '') length--
  return cells.slice(0, length)
}

/** Excel leaves out blank cells at the end of a row; without them a row would look cut short. */
function toWidth(cells: string[], width: number): string[] {
  return cells.length === width ? cells : [...cells, ...Array<string>(width - cells.length).fill('')]
}

function tableCell(cell: string): string {
  return /[",;\t|\r]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
