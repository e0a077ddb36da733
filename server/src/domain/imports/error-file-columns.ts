import { fieldOfHeader } from './import-field.ts'
import type { MappedColumn } from './map-columns.ts'
import { normaliseHeader } from './normalise-word.ts'

const ERROR_FILE_FIELDS = ['ignore.line', 'ignore.error', 'ignore.repair']

/** What a column was when its rows were left out: ours, in front, or one of the file the rows come from. */
interface ColumnOrigin {
  field: string | null
  decimalComma?: true
  /** Its position in the parent's file; null for one of our three. */
  parentIndex: number | null
}

/** The supplier's own columns, as an error file repeats them: less those that we added to the file ourselves. */
export function columnsOfErrorFile(columns: readonly MappedColumn[]): number[] {
  return columns.flatMap(({ field }, index) => (field?.startsWith('ignore.') ? [] : [index]))
}

/** Where our three columns stand; null unless all of them are there. Their names decide, whatever she said they mean elsewhere. */
export function findErrorColumns(headers: readonly string[]): Map<number, string> | null {
  const fields = headers.map(header => fieldOfHeader(header)?.field)
  const found = ERROR_FILE_FIELDS.map(field => [fields.indexOf(field), field] as const)
  return found.every(([index]) => index !== -1) ? new Map(found) : null
}

/**
 * What each column of an error file is, by what its parent was read by. Columns may have been moved or left away since, so
 * they are told by header: the second of a name is the second of that name in the parent.
 */
export function traceColumns(
  headers: readonly string[],
  parent: readonly MappedColumn[],
): (ColumnOrigin | undefined)[] {
  const ours = findErrorColumns(headers)
  const waiting = Map.groupBy(columnsOfErrorFile(parent), index =>
    normaliseHeader(parent[index]?.header ?? ''),
  )
  return headers.map((header, at): ColumnOrigin | undefined => {
    const field = ours?.get(at)
    if (field !== undefined) return { field, parentIndex: null }
    const index = waiting.get(normaliseHeader(header))?.shift()
    const column = index === undefined ? undefined : parent[index]
    if (index === undefined || !column) return undefined
    const { header: _, ...read } = column
    return { ...read, parentIndex: index }
  })
}
