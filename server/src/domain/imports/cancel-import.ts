import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

/** Drops an import that was not agreed to yet; a preview that is still running ends without effect. Twice is once. */
export async function cancelImport(
  { db }: { db: Db },
  { supplierId, importId }: { supplierId: string; importId: string },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const row = await trx
      .selectFrom('itemImport')
      .select('state')
      .where('id', '=', importId)
      .where('supplierId', '=', supplierId)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw new DomainError('not_found', { what: 'import' })
    if (row.state === 'cancelled' || row.state === 'failed') return
    if (row.state === 'applying' || row.state === 'applied') {
      throw new DomainError('import_not_ready', { state: row.state })
    }
    await trx.updateTable('itemImport').set({ state: 'cancelled' }).where('id', '=', importId).execute()
    await trx.deleteFrom('importRow').where('importId', '=', importId).execute()
    await trx.deleteFrom('importStagedManifest').where('importId', '=', importId).execute()
  })
}
