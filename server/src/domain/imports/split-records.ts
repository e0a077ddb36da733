import { DomainError } from '#domain/domain-error.ts'
import type { Dialect } from './detect-dialect.ts'
import { IMPORT_LIMITS } from './import-limits.ts'

/** One record as bytes `[start, end)` of `bytes`, without its line end; valid during the call only. */
export interface RawRecord {
  bytes: Buffer
  start: number
  end: number
  /** Physical line it begins on, from 1. */
  line: number
  /** How many physical lines it spans. */
  lines: number
  /** Holds a quote somewhere. One without can be cut at the delimiters and nothing else. */
  quoted: boolean
}

export interface RecordSplitter {
  push(chunk: Buffer): void
  finish(): void
}

const LF = 0x0a
const CR = 0x0d
const QUOTE = 0x22

/**
 * Cuts a stream of UTF-8 bytes into records wherever the chunks fall, by the rules csv-parse has: a quote opens a quoted
 * cell only at the cell's beginning, a doubled one stands for itself, and one in the middle of a cell (65" TV) is text.
 * Blank lines are no records. Throws `unclosed_quote` with the line it opened on as soon as a record outgrows its bound.
 */
export function createRecordSplitter(
  dialect: Dialect,
  onRecord: (record: RawRecord) => void,
): RecordSplitter {
  const delimiter = dialect.delimiter.charCodeAt(0)
  const anyLineEnd = dialect.lineEnds === 'any'
  const record: RawRecord = { bytes: Buffer.alloc(0), start: 0, end: 0, line: 0, lines: 1, quoted: false }
  let carry = Buffer.alloc(0)
  let line = 1
  let last = false

  const indexOfLineEnd = (bytes: Buffer, from: number): number => {
    const lf = bytes.indexOf(LF, from)
    if (!anyLineEnd) return lf
    const cr = bytes.indexOf(CR, from)
    return cr === -1 || (lf !== -1 && lf < cr) ? lf : cr
  }

  /** Where the record that begins at `start` ends, or -1 when that lies beyond these bytes. */
  const endOfRecord = (bytes: Buffer, start: number, firstQuote: number): number => {
    let at = start
    let quote = firstQuote
    while (true) {
      const end = indexOfLineEnd(bytes, at)
      if (quote === -1 || (end !== -1 && end < quote)) return end
      const opens = quote === start || bytes[quote - 1] === delimiter
      at = opens ? closeOfCell(bytes, quote + 1) : quote + 1
      if (at === -1) return -1
      quote = bytes.indexOf(QUOTE, at)
    }
  }

  /** Just behind the quote that closes a cell, or -1 when it is not there yet. */
  const closeOfCell = (bytes: Buffer, from: number): number => {
    let at = from
    while (true) {
      const quote = bytes.indexOf(QUOTE, at)
      if (quote === -1) return -1
      if (quote + 1 >= bytes.length && !last) return -1
      if (bytes[quote + 1] !== QUOTE) return quote + 1
      at = quote + 2
    }
  }

  const emit = (bytes: Buffer, start: number, lineEnd: number, quoted: boolean): number => {
    let end = lineEnd
    let next = lineEnd + 1
    if (bytes[lineEnd] === CR && bytes[next] === LF) next++
    if (bytes[lineEnd] !== CR && end > start && bytes[end - 1] === CR) end--
    const lines = quoted ? countLines(bytes, { start, end, anyLineEnd }) : 1
    if (end > start) {
      record.bytes = bytes
      record.start = start
      record.end = end
      record.line = line
      record.lines = lines
      record.quoted = quoted
      onRecord(record)
    }
    line += lines
    return next
  }

  const refuseOutgrown = (bytes: Buffer, start: number) => {
    if (bytes.length - start <= IMPORT_LIMITS.recordBytes && !last) return
    const opened = lineOfOpenQuote(bytes, start, { delimiter, anyLineEnd })
    if (opened !== null) throw new DomainError('unclosed_quote', { line: line + opened })
    if (!last) throw new DomainError('not_csv', { found: 'one_endless_line', line })
  }

  const cut = (bytes: Buffer): number => {
    let start = 0
    let quote = bytes.indexOf(QUOTE)
    while (start < bytes.length) {
      if (quote !== -1 && quote < start) quote = bytes.indexOf(QUOTE, start)
      const end = endOfRecord(bytes, start, quote)
      // With a lone CR as the last byte, whether an LF follows is not known yet.
      if (end === -1 || (anyLineEnd && !last && end === bytes.length - 1 && bytes[end] === CR)) break
      start = emit(bytes, start, end, quote !== -1 && quote < end)
    }
    return start
  }

  /** Completes the record that the last chunk began, mostly with this one's first line alone: copying whole chunks is slower. */
  const finishCarried = (chunk: Buffer): Buffer => {
    const firstLine = indexOfLineEnd(chunk, 0) + 1
    if (firstLine > 0 && firstLine < chunk.length && !anyLineEnd) {
      const joined = Buffer.concat([carry, chunk.subarray(0, firstLine)])
      if (cut(joined) === joined.length) return chunk.subarray(firstLine)
    }
    return Buffer.concat([carry, chunk])
  }

  return {
    push(chunk) {
      const bytes = carry.length > 0 ? finishCarried(chunk) : chunk
      const rest = cut(bytes)
      if (rest < bytes.length) refuseOutgrown(bytes, rest)
      carry = Buffer.from(bytes.subarray(rest))
    },
    finish() {
      last = true
      const rest = cut(carry)
      if (rest >= carry.length) return
      refuseOutgrown(carry, rest)
      emit(carry, rest, carry.length, carry.indexOf(QUOTE, rest) !== -1)
      carry = Buffer.alloc(0)
    },
  }
}

/** A lone CR in a cell counts only where it would also end a record. */
function countLines(
  bytes: Buffer,
  { start, end, anyLineEnd }: { start: number; end: number; anyLineEnd: boolean },
): number {
  let lines = 1
  for (let at = start; at < end; at++) {
    if (bytes[at] === LF || (anyLineEnd && bytes[at] === CR && bytes[at + 1] !== LF)) lines++
  }
  return lines
}

/** How many lines below the record's first the quote stands that was never closed; null when none is open. */
function lineOfOpenQuote(
  bytes: Buffer,
  start: number,
  { delimiter, anyLineEnd }: { delimiter: number; anyLineEnd: boolean },
): number | null {
  let at = start
  while (true) {
    const quote = bytes.indexOf(QUOTE, at)
    if (quote === -1) return null
    if (quote !== start && bytes[quote - 1] !== delimiter) {
      at = quote + 1
      continue
    }
    let close = quote + 1
    while (true) {
      close = bytes.indexOf(QUOTE, close)
      if (close === -1) return countLines(bytes, { start, end: quote, anyLineEnd }) - 1
      if (bytes[close + 1] !== QUOTE) break
      close += 2
    }
    at = close + 1
  }
}
