import { IMPORT_DAYS } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { announce } from '#domain/outbox/announce.ts'

/**
 * The supplier wants an applied import taken back. Asking twice is once. `import_not_ready` with the state when it was not
 * applied, `undo_expired` when that was too long ago.
 */
export async function requestUndo(
  { db }: { db: Db },
  { supplierId, importId, memberId }: { supplierId: string; importId: string; memberId: string },
): Promise<void> {
  await db.transaction().execute(async trx => {
    // The token is raised, so that each time it is asked anew the event has a key of its own.
    const asked = await trx
      .updateTable('itemImport')
      .set({ state: 'undoing', undoBy: memberId, runToken: sql`run_token + 1` })
      .where('id', '=', importId)
      .where('supplierId', '=', supplierId)
      .where('state', '=', 'applied')
      .where('appliedAt', '>', sql<Date>`app_now() - make_interval(days => ${IMPORT_DAYS.undo})`)
      .returning('runToken')
      .executeTakeFirst()
    if (asked) {
      await trx.deleteFrom('importCancel').where('importId', '=', importId).execute()
      const key = `import:${importId}:undo:${asked.runToken}`
      await announce(trx, 'import_undo', { key, payload: { importId } })
      return
    }
    const row = await trx
      .selectFrom('itemImport')
      .select('state')
      .where('id', '=', importId)
      .where('supplierId', '=', supplierId)
      .executeTakeFirst()
    if (!row) throw new DomainError('not_found', { what: 'import' })
    if (row.state === 'applied') throw new DomainError('undo_expired', { days: IMPORT_DAYS.undo })
    if (row.state !== 'undoing' && row.state !== 'undone')
      throw new DomainError('import_not_ready', { state: row.state })
  })
}
