import { BANK_FIELDS, type BankColumns, type BankField } from '@haowu/shared/bank-mapping.ts'
import { bareWord } from './bank-headers.ts'

/** Where each field stands in the rows of one file. */
export type ColumnPlaces = Partial<Record<BankField, number>>

/** Null where a row does not have all headers the mapping names. */
export function placeColumns(cells: string[], { columns }: { columns: BankColumns }): ColumnPlaces | null {
  const words = cells.map(bareWord)
  const places: ColumnPlaces = {}
  for (const field of BANK_FIELDS) {
    const header = columns[field]
    if (header === undefined) continue
    const at = words.indexOf(bareWord(header))
    if (at === -1) return null
    places[field] = at
  }
  return places
}
