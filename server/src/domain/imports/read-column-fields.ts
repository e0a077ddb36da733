import type { Db } from '#db/database.ts'
import { fieldOfHeader } from './import-field.ts'
import { readMapping } from './read-mapping.ts'

/**
 * Tells what field a finding is about by the header it names: what that column was taken for in this import, or for a
 * column that the file does not have, what its name means.
 */
export async function readColumnFields(
  db: Db,
  { supplierId, importId }: { supplierId: string; importId: string },
): Promise<(header: string) => string | null> {
  const mapping = await readMapping(db, { supplierId, importId })
  const fields = new Map(mapping?.columns.map(({ header, field }) => [header, field]))
  return header => fields.get(header) ?? fieldOfHeader(header)?.field ?? null
}
