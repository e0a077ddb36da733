import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { adjustmentPosted } from '#domain/ledger/adjustment-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { reverseEntry } from '#domain/ledger/reverse-entry.ts'
import type { Adjustment } from './adjustment.ts'
import { lockAdjustment } from './adjustment-store.ts'
import { noteAdjustment } from './note-adjustment.ts'

export interface DecideAdjustment {
  adjustmentId: string
  approve: boolean
  /** Why not; an approval needs no words. */
  note: string | null
  /** What he had before his eyes. */
  version: string
  checkerId: string
}

/**
 * Another person agrees, and with the last that is needed the entry is posted; or one refuses, and it ends. Throws `not_found`,
 * `second_person_needed {what: adjustment}` for its author, `already_agreed` for whoever has agreed before, `stale_version` when it is not
 * what he saw, `adjustment_state {state}` when it ended, and what the ledger refuses: then it waits on. The same refusal again changes nothing.
 */
export async function decideAdjustment(
  { db }: { db: Db },
  decision: DecideAdjustment,
): Promise<{ state: 'waiting' | 'posted' | 'refused' }> {
  const { adjustmentId, approve, note, version, checkerId } = decision
  return db.transaction().execute(async trx => {
    const found = await lockAdjustment(trx, adjustmentId)
    if (!found || found.state === 'draft' || found.state === 'discarded') throw new DomainError('not_found')
    if (found.makerId === checkerId) throw new DomainError('second_person_needed', { what: 'adjustment' })
    if (found.contentHash.toString('hex') !== version) throw new DomainError('stale_version')
    const before = await readApprovals(trx, adjustmentId)
    if (found.state === 'refused' && !approve && before.get(checkerId) === false) return { state: 'refused' }
    if (found.state !== 'waiting') throw new DomainError('adjustment_state', { state: found.state })
    if (before.has(checkerId)) throw new DomainError('already_agreed')
    const { makerId, contentHash } = found
    await trx
      .insertInto('adjustmentDecision')
      .values({ adjustmentId, makerId, checkerId, approved: approve, note, contentHash })
      .execute()
    if (!approve) return refuse(trx, found, checkerId)
    if (before.size + 1 < (found.approvalsNeeded ?? 2)) return agree(trx, found, checkerId)
    return post(trx, found, checkerId)
  })
}

async function readApprovals(
  trx: Transaction<Database>,
  adjustmentId: string,
): Promise<Map<string, boolean>> {
  const rows = await trx
    .selectFrom('adjustmentDecision')
    .select(['checkerId', 'approved'])
    .where('adjustmentId', '=', adjustmentId)
    .execute()
  return new Map(rows.map(({ checkerId, approved }) => [checkerId, approved]))
}

async function agree(trx: Transaction<Database>, found: Adjustment, checkerId: string) {
  await noteAdjustment(trx, found, { action: 'adjustment_agreed', userId: checkerId })
  return { state: 'waiting' as const }
}

async function refuse(trx: Transaction<Database>, found: Adjustment, checkerId: string) {
  await trx
    .updateTable('adjustment')
    .set({ state: 'refused', decidedAt: sql`app_now()` })
    .where('id', '=', found.id)
    .execute()
  await noteAdjustment(trx, found, {
    action: 'adjustment_refused',
    userId: checkerId,
    tell: 'adjustment_refused',
  })
  return { state: 'refused' as const }
}

async function post(trx: Transaction<Database>, found: Adjustment, checkerId: string) {
  const transactionId = await moveMoney(trx, found, `user:${checkerId}`)
  await trx
    .updateTable('adjustment')
    .set({ state: 'posted', decidedAt: sql`app_now()`, transactionId })
    .where('id', '=', found.id)
    .execute()
  await noteAdjustment(trx, found, {
    action: 'adjustment_posted',
    userId: checkerId,
    tell: 'adjustment_posted',
  })
  return { state: 'posted' as const }
}

/** The entry of its lines; or, of a reversal, the other way round what the first one posted, which then counts as reversed. */
async function moveMoney(trx: Transaction<Database>, found: Adjustment, actor: string): Promise<bigint> {
  if (found.reversesId === null) {
    const [posted] = await postEntries(trx, [
      adjustmentPosted({ adjustmentId: found.id, lines: found.lines, actor }),
    ])
    if (!posted) throw new Error(`the entry of ${found.no} was not answered`)
    return posted.transactionId
  }
  const first = await lockAdjustment(trx, found.reversesId)
  if (first?.state !== 'posted' || first.transactionId === null)
    throw new DomainError('adjustment_state', { state: first?.state ?? 'draft' })
  const { transactionId } = await reverseEntry(trx, { transactionId: first.transactionId, actor })
  await trx.updateTable('adjustment').set({ state: 'reversed' }).where('id', '=', first.id).execute()
  return transactionId
}
