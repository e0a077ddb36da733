import { parse } from 'csv-parse/sync'
import type { Delimiter } from './detect-dialect.ts'
import { IMPORT_LIMITS } from './import-limits.ts'

/** A record without any quote is cut at its delimiters; there is nothing else to know about it. */
export function cutPlainRecord(text: string, delimiter: Delimiter): string[] {
  return text.split(delimiter)
}

/**
 * The cells of records that hold quotes, by csv-parse, one array per record in the given order. `null` stands for a
 * record that csv-parse does not take for exactly one: its row is refused instead of guessed at.
 */
export function parseQuotedRecords(records: Buffer[], delimiter: Delimiter): (string[] | null)[] {
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
