import { setTimeout as sleep } from 'node:timers/promises'
import type { ImportState } from '@haowu/shared/imports.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { settleStop } from './settle-stop.ts'

export interface CancelRequest {
  supplierId: string
  importId: string
  memberId?: string | undefined
}

/** A run looks twice a second whether it is still wanted; it is given that time to let go of the import. */
const LOOKS = 8
const LOOK_EVERY_MS = 250

/**
 * Drops an import that was not agreed to yet, and stops one that is being applied or taken back, which then stands as
 * before. A run that is at work ends without effect, or was done before it could see. Twice is once; an import that has
 * come to its end is `import_not_ready`.
 */
export async function cancelImport({ db }: { db: Db }, request: CancelRequest): Promise<void> {
  const { importId, supplierId, memberId = supplierId } = request
  if (await settleNow(db, request, 'at_once')) return
  // A run holds the import for as long as it compares or merges, so the wish is left beside it.
  await db
    .insertInto('importCancel')
    .values({ importId, requestedBy: memberId })
    .onConflict(conflict => conflict.column('importId').doNothing())
    .execute()
  for (let look = 0; look < LOOKS; look++) {
    await sleep(LOOK_EVERY_MS)
    if (await settleNow(db, request, 'wished')) return
  }
}

/** False while a run holds the import. */
async function settleNow(
  db: Db,
  { supplierId, importId }: CancelRequest,
  how: 'at_once' | 'wished',
): Promise<boolean> {
  return db.transaction().execute(async trx => {
    const own = trx
      .selectFrom('itemImport')
      .select('state')
      .where('id', '=', importId)
      .where('supplierId', '=', supplierId)
    const free = await own.forNoKeyUpdate().skipLocked().executeTakeFirst()
    if (!free) {
      if (!(await own.executeTakeFirst())) throw new DomainError('not_found', { what: 'import' })
      return false
    }
    const { numDeletedRows } = await trx
      .deleteFrom('importCancel')
      .where('importId', '=', importId)
      .executeTakeFirst()
    // The run has seen the wish, taken it away and let go: that is what was asked for.
    const seen = how === 'wished' && numDeletedRows === 0n
    if (!seen) await settle(trx, importId, free.state as ImportState)
    return true
  })
}

async function settle(trx: Transaction<Database>, importId: string, state: ImportState): Promise<void> {
  if (state === 'cancelled' || state === 'failed') return
  if (state === 'applied' || state === 'undone') throw new DomainError('import_not_ready', { state })
  await settleStop(trx, { importId, state })
}
