import { DomainError } from '#domain/domain-error.ts'
import { decodeToUtf8 } from './decode-stream.ts'
import { type Hash64, hashBytes, viewOf } from './hash-bytes.ts'
import { IMPORT_LIMITS } from './import-limits.ts'
import { cutPlainRecord, parseQuotedRecords } from './read-cells.ts'
import type { OpenFile, SniffedFile } from './sniff-file.ts'
import { createRecordSplitter, type RawRecord } from './split-records.ts'

/** A data row that has to be looked at. */
export interface FileRow {
  line: number
  lines: number
  raw: Hash64
  /** Null for a record that cannot be read as one row. */
  cells: string[] | null
}

interface Pending extends Omit<FileRow, 'cells'> {
  bytes: Buffer
  quoted: boolean
}

/**
 * The data rows of a file in batches, one per chunk of the stream. `isKnown` is asked for the hash of every raw record
 * first; those it knows, or takes as they are, are neither decoded nor parsed. Returns how many rows there were; `too_many_rows` beyond the bound.
 */
export async function* readRows(
  open: OpenFile,
  { encoding, dialect, mapping }: SniffedFile,
  isKnown: (raw: Hash64, line: number, record: RawRecord) => boolean,
): AsyncGenerator<FileRow[], number> {
  let pending: Pending[] = []
  let rows = 0
  let skip = mapping.headerRecord + (dialect.skipsFirstLine ? 1 : 0)
  const raw: Hash64 = { high: 0, low: 0 }
  let view: DataView = new DataView(new ArrayBuffer(0))
  const onRecord = (record: RawRecord) => {
    if (skip > 0) {
      skip--
      return
    }
    const { bytes, start, end, line, lines, quoted } = record
    if (++rows > IMPORT_LIMITS.rows) throw new DomainError('too_many_rows', { limit: IMPORT_LIMITS.rows })
    if (
      view.buffer !== bytes.buffer ||
      view.byteOffset !== bytes.byteOffset ||
      view.byteLength !== bytes.length
    ) {
      view = viewOf(bytes)
    }
    hashBytes(view, start, end, raw)
    if (isKnown(raw, line, record)) return
    pending.push({ line, lines, raw: { ...raw }, quoted, bytes: bytes.subarray(start, end) })
  }
  const splitter = createRecordSplitter(dialect, onRecord)
  const take = () => {
    const taken = readCells(pending, dialect.delimiter)
    pending = []
    return taken
  }
  for await (const chunk of decodeToUtf8(open(), encoding)) {
    splitter.push(chunk)
    yield take()
  }
  splitter.finish()
  yield take()
  return rows
}

function readCells(pending: Pending[], delimiter: SniffedFile['dialect']['delimiter']): FileRow[] {
  const quoted = parseQuotedRecords(
    pending.filter(record => record.quoted).map(record => record.bytes),
    delimiter,
  )
  let next = 0
  return pending.map(({ line, lines, raw, bytes, quoted: isQuoted }) => ({
    line,
    lines,
    raw,
    cells: isQuoted ? (quoted[next++] ?? null) : cutPlainRecord(bytes.toString('utf8'), delimiter),
  }))
}
