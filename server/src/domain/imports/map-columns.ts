import { DomainError } from '#domain/domain-error.ts'
import { cleanText, cutText } from './clean-text.ts'
import { fieldOfHeader, IMPORT_FIELDS } from './import-field.ts'
import { IMPORT_LIMITS } from './import-limits.ts'

export interface MappedColumn {
  /** As the supplier wrote it. */
  header: string
  /** Null for a column we do not know; its cells are kept in the item's `extra`. */
  field: string | null
}

/** What all rows of a file are read by. */
export interface ColumnMapping {
  columns: MappedColumn[]
  /** 1 for a file whose first record is its header; titles may stand above it. */
  headerRecord: number
}

const RECORDS_LOOKED_AT = 20
const CELLS_OF_A_HEADER = 3

/**
 * Finds the header among the first records and what each column means. Key, title, category and price are never guessed:
 * `missing_column` names what is missing, `duplicate_column` a field that two columns claim, `too_many_columns` counts.
 */
export function mapColumns(firstRecords: string[][]): ColumnMapping {
  const known = (record: string[]) => record.filter(cell => fieldOfHeader(cell)).length
  const candidates = firstRecords.slice(0, RECORDS_LOOKED_AT)
  const at = candidates.findIndex(record => known(record) >= CELLS_OF_A_HEADER)
  const header = firstRecords[Math.max(at, 0)] ?? []
  if (header.length > IMPORT_LIMITS.columns) {
    throw new DomainError('too_many_columns', { found: header.length, limit: IMPORT_LIMITS.columns })
  }
  const columns = header.map(cell => ({
    header: cutText(cleanText(cell), IMPORT_LIMITS.headerCharacters),
    field: fieldOfHeader(cell)?.field ?? null,
  }))
  refuseUnlessUsable(columns)
  return { columns, headerRecord: Math.max(at, 0) + 1 }
}

function refuseUnlessUsable(columns: MappedColumn[]): void {
  const missing = IMPORT_FIELDS.filter(
    ({ field, required }) => required && !columns.some(column => column.field === field),
  )
  if (missing.length > 0) {
    throw new DomainError('missing_column', {
      columns: missing.map(({ zh }) => zh).join('、'),
      columnsEn: missing.map(({ en }) => en).join(', '),
      found: cutText(columns.map(({ header }) => header).join(' | '), 300),
    })
  }
  for (const { field, zh, en, many } of IMPORT_FIELDS) {
    const claims = columns.filter(column => column.field === field)
    if (claims.length > 1 && !many) {
      throw new DomainError('duplicate_column', {
        field: zh,
        fieldEn: en,
        columns: claims.map(({ header }) => header).join('、'),
      })
    }
  }
}
