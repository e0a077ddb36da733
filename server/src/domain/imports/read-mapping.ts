import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { ColumnMapping } from './map-columns.ts'

/** What each column of the file was taken for; null before it was read. `not_found` for an import that is not the supplier's. */
export async function readMapping(
  db: Db | Transaction<Database>,
  { supplierId, importId }: { supplierId: string; importId: string },
): Promise<ColumnMapping | null> {
  const row = await db
    .selectFrom('itemImport')
    .select('mapping')
    .where('id', '=', importId)
    .where('supplierId', '=', supplierId)
    .executeTakeFirst()
  if (!row) throw new DomainError('not_found', { what: 'import' })
  return row.mapping as ColumnMapping | null
}
