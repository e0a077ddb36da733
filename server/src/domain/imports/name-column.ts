import { nameOfField } from './import-field.ts'
import type { ColumnMapping } from './map-columns.ts'

/** Names a field as the supplier's file heads it; a field it has no column for, as our template does. */
export type NameColumn = (field: string) => string

export function nameColumnsOf(mapping: Pick<ColumnMapping, 'columns'> | null): NameColumn {
  return field => mapping?.columns.find(column => column.field === field)?.header ?? nameOfField(field)
}
