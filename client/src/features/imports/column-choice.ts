import type { ImportMode } from '@haowu/shared/imports.ts'
import type { Layout, OurField } from '#features/imports/import-calls.ts'

/** By the position of the column: the field it was chosen to be, null for none of ours. */
export type Chosen = ReadonlyMap<number, string | null>

type Mapping = { fields: OurField[]; chosen: Chosen; mode: ImportMode }

/** Fields that a file in this mode needs and no column is yet; of price and quantity, a file of prices and stock needs one. */
export function fieldsToFind({ fields, chosen, mode }: Mapping): string[] {
  const taken = new Set(chosen.values())
  const needed =
    mode === 'price_stock'
      ? [['sku'], ['price', 'qty']]
      : fields.filter(({ required }) => required).map(({ field }) => [field])
  return needed.filter(group => !group.some(field => taken.has(field))).flat()
}

/** Fields that several columns claim, where the server allows only one. */
export function clashingFields(chosen: Chosen, { columns, duplicates }: Layout): string[] {
  const before = new Map<string, number>()
  for (const { field } of columns) if (field) before.set(field, (before.get(field) ?? 0) + 1)
  const count = new Map<string, number>()
  for (const field of chosen.values()) if (field) count.set(field, (count.get(field) ?? 0) + 1)
  return [...count]
    .filter(([field, claims]) => claims > 1 && !mayRepeat(field, { before, duplicates }))
    .map(([field]) => field)
}

/** Photos and other fields of many columns are told by this: the server saw several and did not mind. */
function mayRepeat(field: string, known: { before: Map<string, number>; duplicates: string[] }): boolean {
  if (field === 'photos') return true
  return (known.before.get(field) ?? 0) > 1 && !known.duplicates.includes(field)
}
