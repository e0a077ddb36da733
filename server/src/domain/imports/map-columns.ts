import type { ImportMode } from '@haowu/shared/imports.ts'
import { DomainError } from '#domain/domain-error.ts'
import { cleanText, cutText } from './clean-text.ts'
import { canBeCleared } from './clear-field.ts'
import { writesDecimalComma } from './decimal-comma.ts'
import { traceColumns } from './error-file-columns.ts'
import { FileQuestion } from './file-question.ts'
import { findHeader } from './find-header.ts'
import {
  doubtfulFieldOfHeader,
  fieldOfHeader,
  findField,
  IMPORT_FIELDS,
  neededFields,
} from './import-field.ts'
import { IMPORT_LIMITS } from './import-limits.ts'
import type { MappingMemory } from './mapping-memory.ts'
import { normaliseHeader } from './normalise-word.ts'
import type { Reading } from './reading.ts'
import { valuesFit } from './values-fit.ts'

export interface MappedColumn {
  /** As the supplier wrote it. */
  header: string
  /** Null for a column we do not know; its cells are kept in the item's `extra`. */
  field: string | null
  /** Amounts in this column put a comma before the cents. */
  decimalComma?: true
}

/** What all rows of a file are read by. */
export interface ColumnMapping {
  columns: MappedColumn[]
  /** Records up to and including the header: 1 for a file that begins with it; titles may stand above. */
  headerRecord: number
  mode: ImportMode
  /** Fields whose blank cells empty what stands. */
  blankClears: string[]
  /** Each record is an item, whatever its code reads like, and each column is meant. */
  exact?: true
}

/** What is not right with a mapping: fields a row cannot do without, fields claimed twice, columns without a name. */
export interface MappingGaps {
  missing: string[][]
  duplicates: string[]
  /** Positions, from 0, of columns with cells but no header, which nobody decided about. */
  nameless: number[]
}

/**
 * Finds the header among the first records and what each column means: what the supplier chose for this file, or for the
 * one whose error file it is, what she said once for all, else a header we know. Nothing is taken by guess.
 */
export function mapColumns(records: string[][], { mode, choices, memory, parent }: Reading): ColumnMapping {
  const header = findHeader(records, cell => isKnownHeader(cell, memory), {
    mode,
    chosen: choices.headerRecord,
  })
  const width = Math.max(...header.records.map(record => record.length))
  if (width > IMPORT_LIMITS.columns) {
    throw new DomainError('too_many_columns', { found: width, limit: IMPORT_LIMITS.columns })
  }
  const samples = records.slice(header.at + 1)
  const namesOf = (index: number) => header.records.map(record => record[index] ?? '').reverse()
  const headers = Array.from({ length: width }, (_, index) => shownHeader(namesOf(index)))
  const origins = traceColumns(headers, parent?.columns ?? [])
  const columns = headers.map((shown, index): MappedColumn => {
    const chosen = choices.columns?.[index]
    const cells = samples.map(record => record[index] ?? '')
    const origin = origins[index]
    const known = origin === undefined ? fieldOfColumn(namesOf(index), cells, memory) : origin.field
    const field = chosen === undefined ? known : chosen
    const column = { header: shown, field }
    const writesComma = isAmount(field) && (origin?.decimalComma || writesDecimalComma(cells))
    return writesComma ? { ...column, decimalComma: true } : column
  })
  const blankClears = (choices.blankClears ?? parent?.blankClears ?? []).filter(canBeCleared)
  const mapping = { columns, headerRecord: header.at + 1, mode, blankClears }
  return choices.exact ? { ...mapping, exact: true } : mapping
}

function shownHeader(names: string[]): string {
  return cutText(cleanText(names.find(name => cleanText(name) !== '') ?? ''), IMPORT_LIMITS.headerCharacters)
}

/** The header in both languages of a Taobao pack says the same; where they differ, the one people read counts. */
function fieldOfColumn(names: string[], cells: string[], memory: MappingMemory): string | null {
  for (const name of names) {
    const remembered = memory.columns.get(normaliseHeader(name))
    if (remembered !== undefined && name !== '') return remembered === '' ? null : remembered
  }
  for (const name of names) {
    const known = fieldOfHeader(name)
    if (known) return known.field
    const doubtful = doubtfulFieldOfHeader(name)
    if (doubtful && valuesFit(doubtful.field, cells)) return doubtful.field
  }
  return null
}

function isKnownHeader(cell: string, memory: MappingMemory): boolean {
  return (
    fieldOfHeader(cell) !== undefined ||
    doubtfulFieldOfHeader(cell) !== undefined ||
    Boolean(memory.columns.get(normaliseHeader(cell)))
  )
}

function isAmount(field: string | null): boolean {
  return field === 'price' || field === 'supply_price'
}

export function findGaps(
  { columns, headerRecord, mode }: ColumnMapping,
  records: string[][],
  { choices, memory, parent }: Pick<Reading, 'choices' | 'memory' | 'parent'>,
): MappingGaps {
  const count = (field: string) => columns.filter(column => column.field === field).length
  const acts =
    count('action') > 0 || (choices.exact === true && mode === 'price_stock' && count('ship_from') > 0)
  const onlyActs = acts && !['title', 'category', 'price'].some(field => count(field) > 0)
  const missing = (onlyActs ? [['sku']] : neededFields(mode)).filter(
    any => !any.some(field => count(field) > 0),
  )
  const duplicates = IMPORT_FIELDS.filter(({ field, many }) => !many && count(field) > 1).map(
    ({ field }) => field,
  )
  const samples = records.slice(headerRecord)
  const nameless = columns.flatMap(({ header }, index) =>
    header === '' &&
    choices.columns?.[index] === undefined &&
    !memory.columns.has('') &&
    // What it is was asked of the file that these rows come from.
    parent === undefined &&
    samples.some(record => cleanText(record[index] ?? '') !== '')
      ? [index]
      : [],
  )
  return { missing, duplicates, nameless }
}

/** Throws what must be decided before a row can be read: `missing_column` names the fields, `duplicate_column` the columns. */
export function refuseGaps(
  { columns }: ColumnMapping,
  { missing, duplicates, nameless }: MappingGaps,
  asks: boolean,
): void {
  const found = cutText(columns.map(({ header }) => header).join(' | '), 300)
  if (missing.length > 0) {
    const named = (language: 'zh' | 'en') =>
      missing.map(any => any.map(field => findField(field)?.[language] ?? field).join('/'))
    throw new FileQuestion('columns', 'missing_column', {
      columns: named('zh').join('、'),
      columnsEn: named('en').join(', '),
      found,
    })
  }
  const [twice] = duplicates
  if (twice !== undefined) {
    const known = findField(twice)
    throw new FileQuestion('columns', 'duplicate_column', {
      field: known?.zh ?? twice,
      fieldEn: known?.en ?? twice,
      columns: columns.flatMap(({ field, header }) => (field === twice ? [header] : [])).join('、'),
    })
  }
  if (asks && nameless.length > 0) {
    throw new FileQuestion('columns', 'nameless_column', {
      columns: nameless.map(index => index + 1).join('、'),
      found,
    })
  }
}
