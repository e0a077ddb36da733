import type { ImportChoices, ImportDelimiter, ImportEncoding } from '@haowu/shared/imports.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { FileStore } from '#gateways/files.ts'
import { cleanText, cutText } from './clean-text.ts'
import { convertWorkbook } from './convert-workbook.ts'
import { NotUtf8 } from './decode-stream.ts'
import { type EncodingCandidate, listEncodingCandidates } from './encoding-candidates.ts'
import { FileQuestion } from './file-question.ts'
import { IMPORT_LIMITS } from './import-limits.ts'
import { normaliseHeader } from './normalise-word.ts'
import { openStoredFile, type StoredFile } from './open-stored-file.ts'
import { type Reading, readReading } from './reading.ts'
import { type FileLook, lookAtFile, type OpenFile } from './sniff-file.ts'
import { suggestFields } from './suggest-fields.ts'

export interface LayoutColumn {
  /** Position in the file, from 0. */
  index: number
  header: string
  samples: string[]
  field: string | null
  /** `exact`: a header we know, or chosen for this file. `remembered`: she said so once. `suggested`: look at it. */
  confidence: 'exact' | 'remembered' | 'suggested' | 'none'
  suggestions: string[]
}

/** How a file is read as things stand, for a person to look at and to change. */
export interface FileLayout {
  /** Null while nobody can tell. */
  encoding: ImportEncoding | null
  candidates: EncodingCandidate[]
  delimiter: ImportDelimiter | null
  headerRecord: number | null
  firstRecords: string[][]
  sheets: string[] | null
  sheet: string | null
  columns: LayoutColumn[]
  missing: string[]
  duplicates: string[]
}

const RECORDS_SHOWN = 20
const SAMPLES_SHOWN = 3
const HEAD_BYTES = 64 * 1024

/** Looks at the stored file anew, by what was chosen and remembered so far; another supplier's import is `not_found`. */
export async function readLayout(
  deps: { db: Db; files: FileStore },
  scope: { supplierId: string; importId: string },
): Promise<FileLayout> {
  const file = await findImport(deps.db, scope)
  const reading = await readReading(deps.db, scope)
  const open = await openStoredFile(deps.files, { ...file, sheet: reading.choices.sheet })
  const candidates = listEncodingCandidates(await readHead(open)).map(({ encoding, rows }) => ({
    encoding,
    rows: rows.map(cutCells),
  }))
  const sheet = await sheetsOf(deps.files, { ...file, sheet: reading.choices.sheet })
  const look = await tryToLook(open, reading)
  return look === null
    ? { ...UNREADABLE, ...sheet, candidates }
    : { ...describeLook(look, reading), ...sheet, candidates }
}

const UNREADABLE = {
  encoding: null,
  delimiter: null,
  headerRecord: null,
  firstRecords: [],
  columns: [],
  missing: [],
  duplicates: [],
}

async function sheetsOf(
  files: FileStore,
  { fileKey, format, sheet }: StoredFile,
): Promise<Pick<FileLayout, 'sheets' | 'sheet'>> {
  if (format === 'csv') return { sheets: null, sheet: null }
  const workbook = await convertWorkbook(files, fileKey, sheet)
  return { sheets: workbook.sheets, sheet: workbook.sheet }
}

async function findImport(
  db: Db,
  { supplierId, importId }: { supplierId: string; importId: string },
): Promise<StoredFile> {
  const row = await db
    .selectFrom('itemImport')
    .select(['fileKey', 'format'])
    .where('id', '=', importId)
    .where('supplierId', '=', supplierId)
    .executeTakeFirst()
  if (!row) throw new DomainError('not_found', { what: 'import' })
  return { ...row, format: row.format as StoredFile['format'] }
}

/** Null when no encoding is sure: then only the candidates can be shown. */
export async function tryToLook(open: OpenFile, reading: Reading): Promise<FileLook | null> {
  try {
    return await lookAtFile(open, { reading }).catch((error: unknown) => {
      if (!(error instanceof NotUtf8)) throw error
      return lookAtFile(open, { reading, notUtf8: true })
    })
  } catch (error) {
    if (error instanceof FileQuestion && error.question === 'encoding') return null
    throw error
  }
}

async function readHead(open: OpenFile): Promise<Buffer> {
  let head = Buffer.alloc(0)
  for await (const chunk of open()) {
    head = Buffer.concat([head, chunk])
    if (head.length >= HEAD_BYTES) break
  }
  return head.subarray(0, HEAD_BYTES)
}

function describeLook(
  { encoding, dialect, mapping, records, gaps }: FileLook,
  { choices, memory }: Reading,
): Omit<FileLayout, 'candidates' | 'sheets' | 'sheet'> {
  const rows = records.slice(mapping.headerRecord)
  return {
    encoding: encoding.encoding,
    delimiter: dialect.delimiter,
    headerRecord: mapping.headerRecord,
    firstRecords: records.slice(0, RECORDS_SHOWN).map(cutCells),
    columns: mapping.columns.map(({ header, field }, index) => {
      const cells = rows.map(record => record[index] ?? '')
      const decided = howDecided({ index, header, field }, choices, memory.columns)
      const suggestions = decided === null ? suggestFields(header, cells) : []
      const confidence = decided ?? (suggestions.length > 0 ? 'suggested' : 'none')
      return { index, header, samples: samplesOf(cells), field, confidence, suggestions }
    }),
    missing: gaps.missing.flat(),
    duplicates: gaps.duplicates,
  }
}

function howDecided(
  { index, header, field }: { index: number; header: string; field: string | null },
  choices: ImportChoices,
  remembered: ReadonlyMap<string, string>,
): 'exact' | 'remembered' | null {
  if (choices.columns?.[index] !== undefined) return 'exact'
  if (remembered.has(normaliseHeader(header))) return 'remembered'
  return field === null ? null : 'exact'
}

function samplesOf(cells: string[]): string[] {
  const texts = new Set(cells.map(cell => cutText(cleanText(cell), IMPORT_LIMITS.valueCharacters)))
  texts.delete('')
  return [...texts].slice(0, SAMPLES_SHOWN)
}

function cutCells(cells: string[]): string[] {
  return cells.slice(0, IMPORT_LIMITS.columns).map(cell => cutText(cell, IMPORT_LIMITS.valueCharacters))
}
