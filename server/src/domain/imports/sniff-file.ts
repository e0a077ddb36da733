import { DomainError } from '#domain/domain-error.ts'
import { decodeToUtf8, NotUtf8 } from './decode-stream.ts'
import { type Dialect, detectDialect } from './detect-dialect.ts'
import { type DetectedEncoding, detectEncoding } from './detect-encoding.ts'
import { firstRecords } from './first-records.ts'
import { type ColumnMapping, findGaps, type MappingGaps, mapColumns, refuseGaps } from './map-columns.ts'
import type { SupplierWords } from './mapping-memory.ts'
import { type Reading, UNAIDED } from './reading.ts'
import { recogniseFormat } from './recognise-format.ts'

/** Begins to read the file; a chunk is valid only until the next one is asked for. */
export type OpenFile = () => AsyncIterable<Buffer>

/** All that must be known before the first row can be read. */
export interface SniffedFile {
  encoding: DetectedEncoding
  dialect: Dialect
  mapping: ColumnMapping
  /** The supplier's own words, which decide what a cell means. */
  words: SupplierWords
}

/** What a look at the beginning of a file says, whether or not rows can be read by it. */
export interface FileLook extends SniffedFile {
  /** The first records, cut into cells. */
  records: string[][]
  gaps: MappingGaps
}

/**
 * Sniffs a file and reads it by what was found. A file is taken for UTF-8 until a byte says otherwise, which may be its
 * last; then all is read again. Reading every file twice beforehand would cost more than the reading itself.
 */
export async function readSniffed<T>(
  open: OpenFile,
  read: (sniffed: SniffedFile) => Promise<T>,
  reading: Reading = UNAIDED,
): Promise<T> {
  try {
    return await read(await sniffFile(open, { reading }))
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error
    return read(await sniffFile(open, { reading, notUtf8: true }))
  }
}

const SAMPLE_BYTES = 256 * 1024
/** Enough to tell how a column writes its amounts. */
const RECORDS_LOOKED_AT = 500

interface SniffOptions {
  notUtf8?: boolean
  reading?: Reading
}

/**
 * Says what the file is, or refuses it as a whole: `empty_file`, `not_csv` (and what it is instead), `unclosed_quote`,
 * `too_many_columns`. What a person can decide is a FileQuestion: `unknown_encoding`, `missing_column`, `duplicate_column`.
 */
export async function sniffFile(open: OpenFile, options: SniffOptions = {}): Promise<SniffedFile> {
  const { encoding, dialect, mapping, words, gaps } = await lookAtFile(open, options)
  refuseGaps(mapping, gaps, options.reading?.asks ?? false)
  return { encoding, dialect, mapping, words }
}

/** The same look, without asking whether it suffices. */
export async function lookAtFile(
  open: OpenFile,
  { notUtf8 = false, reading = UNAIDED }: SniffOptions = {},
): Promise<FileLook> {
  await refuseForeignFormat(open)
  const encoding = await detectEncoding(open, { notUtf8, reading })
  const { sample, whole } = await readSample(decodeToUtf8(open(), encoding))
  const text = sample.toString('utf8')
  if (text.trim() === '') throw new DomainError('empty_file')
  if (text.slice(0, 4096).split('\0').length > 20) throw new DomainError('not_csv', { found: 'binary' })
  const dialect = detectDialect(text, reading.choices.delimiter)
  const records = firstRecords({ sample, whole }, dialect, RECORDS_LOOKED_AT)
  const mapping = mapColumns(records, reading)
  const gaps = findGaps(mapping, records, reading)
  return { encoding, dialect, mapping, words: reading.memory.words, records, gaps }
}

async function refuseForeignFormat(open: OpenFile): Promise<void> {
  for await (const chunk of open()) {
    const found = recogniseFormat(chunk)
    if (found) throw new DomainError('not_csv', { found })
    return
  }
  throw new DomainError('empty_file')
}

async function readSample(text: AsyncIterable<Buffer>): Promise<{ sample: Buffer; whole: boolean }> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of text) {
    chunks.push(Buffer.from(chunk))
    bytes += chunk.length
    if (bytes >= SAMPLE_BYTES) return { sample: Buffer.concat(chunks), whole: false }
  }
  return { sample: Buffer.concat(chunks), whole: true }
}
