import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { announce } from '#domain/outbox/announce.ts'

/**
 * The supplier has seen the preview and says yes. Saying it twice is once. Throws `not_found`, and `import_not_ready` with
 * the state when there is no finished preview to agree to.
 */
export async function requestApply(
  { db }: { db: Db },
  { supplierId, importId }: { supplierId: string; importId: string },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const { numUpdatedRows } = await trx
      .updateTable('itemImport')
      .set({ state: 'applying' })
      .where('id', '=', importId)
      .where('supplierId', '=', supplierId)
      .where('state', '=', 'previewed')
      .executeTakeFirst()
    if (numUpdatedRows === 1n) {
      await announce(trx, 'import_apply', { key: `import:${importId}:apply`, payload: { importId } })
      return
    }
    const row = await trx
      .selectFrom('itemImport')
      .select('state')
      .where('id', '=', importId)
      .where('supplierId', '=', supplierId)
      .executeTakeFirst()
    if (!row) throw new DomainError('not_found', { what: 'import' })
    if (row.state !== 'applying' && row.state !== 'applied') {
      throw new DomainError('import_not_ready', { state: row.state })
    }
  })
}
