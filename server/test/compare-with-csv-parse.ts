import { isUtf8 } from 'node:buffer'
import { CsvError, parse } from 'csv-parse/sync'
import { DomainError } from '#domain/domain-error.ts'
import { NotUtf8 } from '#domain/imports/decode-stream.ts'
import { IMPORT_LIMITS } from '#domain/imports/import-limits.ts'
import { readRows } from '#domain/imports/read-rows.ts'
import { type FileLook, lookAtFile } from '#domain/imports/sniff-file.ts'

export interface Comparison {
  /** What the file was taken for, or null when it is no table to us. */
  look: FileLook | null
  verdict: 'agrees' | 'differs' | 'only we read it' | 'only csv-parse reads it' | 'neither reads it'
  /** How many records we read, the header among them. */
  records: number | null
  /** The first records that are not alike. */
  differences: { record: number; ours: string[] | null | undefined; theirs: string[] | undefined }[]
}

const DIFFERENCES_KEPT = 5
const CHUNK_BYTES = 61

/** Reads a whole file twice by the dialect we see in it: as imports do, in odd chunks, and by csv-parse in one piece. */
export async function compareWithCsvParse(bytes: Buffer): Promise<Comparison> {
  const open = () => inChunks(bytes)
  const look = await unlessRefused(() => lookAsImportsDo(open, bytes))
  if (!look) return { look, verdict: 'neither reads it', records: null, differences: [] }
  const ours = await unlessRefused(() => readAll(open, look))
  const theirs = await unlessRefused(async () => parseWhole(bytes, look))
  return { look, records: ours?.length ?? null, ...judge(ours, theirs) }
}

/** A file is UTF-8 until a byte says otherwise, which may be its last. */
async function lookAsImportsDo(open: () => AsyncIterable<Buffer>, bytes: Buffer): Promise<FileLook> {
  try {
    const look = await lookAtFile(open)
    if (look.encoding.encoding !== 'utf-8' || isUtf8(bytes)) return look
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error
  }
  return lookAtFile(open, { notUtf8: true })
}

function judge(
  ours: (string[] | null)[] | null,
  theirs: string[][] | null,
): Pick<Comparison, 'verdict' | 'differences'> {
  if (!ours || !theirs) {
    const verdict = ours ? 'only we read it' : theirs ? 'only csv-parse reads it' : 'neither reads it'
    return { verdict, differences: [] }
  }
  const differences = Array.from({ length: Math.max(ours.length, theirs.length) }, (_, at) => at)
    .filter(at => JSON.stringify(ours[at]) !== JSON.stringify(theirs[at]))
    .slice(0, DIFFERENCES_KEPT)
    .map(at => ({ record: at + 1, ours: ours[at], theirs: theirs[at] }))
  return { verdict: differences.length === 0 ? 'agrees' : 'differs', differences }
}

async function readAll(open: () => AsyncIterable<Buffer>, look: FileLook): Promise<(string[] | null)[]> {
  const records: (string[] | null)[] = []
  // Also the header, and what stands above it.
  const everything = { ...look, mapping: { ...look.mapping, headerRecord: 0 } }
  for await (const batch of readRows(open, everything, () => false))
    records.push(...batch.map(({ cells }) => cells))
  return records
}

function parseWhole(bytes: Buffer, { encoding, dialect }: FileLook): string[][] {
  const text = new TextDecoder(encoding.encoding).decode(bytes)
  const rows = parse(dialect.lineEnds === 'lf' ? withoutLastReturn(text) : text, {
    delimiter: dialect.delimiter,
    record_delimiter: dialect.lineEnds === 'lf' ? ['\r\n', '\n'] : ['\r\n', '\n', '\r'],
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: IMPORT_LIMITS.recordBytes,
  })
  return dialect.skipsFirstLine ? rows.slice(1) : rows
}

/** csv-parse leaves a lone CR at the very end of a file in the last cell; we do not. */
function withoutLastReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text
}

async function unlessRefused<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof DomainError || error instanceof CsvError) return null
    throw error
  }
}

async function* inChunks(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES)
}
