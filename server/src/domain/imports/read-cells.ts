import { parse } from 'csv-parse/sync'
import type { Delimiter } from './detect-dialect.ts'
import { IMPORT_LIMITS } from './import-limits.ts'

/** A record without any quote is cut at its delimiters; there is nothing else to know about it. */
export function cutPlainRecord(text: string, delimiter: Delimiter): string[] {
  return text.split(delimiter)
}

/**
 * A record whose quotes all open and close whole cells, as programs write them, is read here four times quicker than by
 * csv-parse, and alike (the test compares them on random records). Null for any other: csv-parse decides.
 */
export function cutTidyRecord(text: string, delimiter: Delimiter): string[] | null {
  const cells: string[] = []
  let at = 0
  while (true) {
    let end: number
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1)
      end = close + 1
      if (close === -1 || (end < text.length && text[end] !== delimiter)) return null
      const inner = text.slice(at + 1, close)
      cells.push(inner.includes('"') ? inner.replaceAll('""', '"') : inner)
    } else {
      end = text.indexOf(delimiter, at)
      if (end === -1) end = text.length
      const cell = text.slice(at, end)
      if (cell.includes('"')) return null
      cells.push(cell)
    }
    if (end >= text.length) return cells
    at = end + 1
  }
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

/**
 * The cells of records that hold quotes, one array per record in the given order. `null` stands for a record that
 * csv-parse does not take for exactly one: its row is refused instead of guessed at.
 */
export function parseQuotedRecords(records: Buffer[], delimiter: Delimiter): (string[] | null)[] {
  if (records.length === 0) return []
  const tidy = records.map(record => cutTidyRecord(record.toString('utf8'), delimiter))
  const untidy = parseUntidyRecords(
    records.filter((_, index) => tidy[index] === null),
    delimiter,
  )
  let next = 0
  return tidy.map(cells => cells ?? untidy[next++] ?? null)
}

function parseUntidyRecords(records: Buffer[], delimiter: Delimiter): (string[] | null)[] {
  if (records.length === 0) return []
  const rows = parseOrNothing(joinLines(records), delimiter)
  if (rows.length === records.length) return rows
  return records.map(record => {
    const [cells, ...more] = parseOrNothing(record, delimiter)
    return cells && more.length === 0 ? cells : null
  })
}

function parseOrNothing(bytes: Buffer, delimiter: Delimiter): string[][] {
  try {
    return parse(bytes, {
      delimiter,
      record_delimiter: '\n',
      relax_quotes: true,
      relax_column_count: true,
      max_record_size: IMPORT_LIMITS.recordBytes + 1,
    })
  } catch {
    return []
  }
}

const LINE_END = Buffer.from('\n')

function joinLines(records: Buffer[]): Buffer {
  return Buffer.concat(records.flatMap(record => [record, LINE_END]))
}
