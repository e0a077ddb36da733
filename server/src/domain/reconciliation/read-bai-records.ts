import type { TextLine } from './read-text-lines.ts'
import { refuse } from './statement-refusal.ts'

/** A record of BAI2 with those that continue it. */
export interface BaiRecord {
  code: string
  fields: string[]
  /** How many lines of the file it stands on: each counts as a record. */
  physical: number
  no: number
  raw: string
}

const CODES = new Set(['01', '02', '03', '16', '49', '98', '99'])

/**
 * The records of a file, joined with their continuations. A record ends at its slash, and what follows is padding; the text that
 * closes a transaction may run on to the end of the line without one.
 */
export async function* readBaiRecords(lines: AsyncIterable<TextLine>): AsyncGenerator<BaiRecord> {
  let record: { text: string; ended: boolean; physical: number; no: number; raw: string[] } | null = null
  for await (const { no, text } of lines) {
    const line = text.trim()
    if (line === '') continue
    const code = line.slice(0, 2)
    const { body, ended } = cutAtSlash(line, code)
    if (code === '88') {
      if (!record) refuse('record_order', { line: no, expected: '01', found: '88' })
      const rest = body.slice(body[2] === ',' ? 3 : 2)
      record.text += (record.ended ? ',' : ' ') + rest
      record.ended = ended
      record.physical++
      record.raw.push(line)
      continue
    }
    if (!CODES.has(code)) refuse('record_code', { line: no, expected: [...CODES].join(' '), found: code })
    if (record) yield toRecord(record)
    record = { text: body, ended, physical: 1, no, raw: [line] }
  }
  if (record) yield toRecord(record)
}

/** In a transaction and its continuations a slash may belong to the text; there only the last one ends the record. */
function cutAtSlash(line: string, code: string): { body: string; ended: boolean } {
  const slash =
    code === '16' || code === '88' ? (line.endsWith('/') ? line.length - 1 : -1) : line.indexOf('/')
  return slash === -1 ? { body: line, ended: false } : { body: line.slice(0, slash), ended: true }
}

function toRecord(record: { text: string; physical: number; no: number; raw: string[] }): BaiRecord {
  const [code = '', ...fields] = record.text.split(',').map(field => field.trim())
  return { code, fields, physical: record.physical, no: record.no, raw: record.raw.join('\n') }
}
