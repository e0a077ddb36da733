import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { breakEntryKey } from '#domain/ledger/break-entry-key.ts'
import { reverseEntry } from '#domain/ledger/reverse-entry.ts'
import { versionOfBreak } from './break-version.ts'
import { feedBookLines } from './feed-book-lines.ts'
import { openAgain } from './open-again.ts'
import { settleTakenBack } from './settle-taken-back.ts'

export interface DecideReopening {
  breakId: string
  approve: boolean
  /** Of the difference as he had it before his eyes. */
  version: string
  memberId: string
}

/**
 * Somebody else agrees that what was booked for a difference was wrong: the entry is taken back by its mirror, for the same day, and the
 * difference is open again; or it stays as it is. Throws `not_found`, `second_person_needed` for whoever asked, `break_state {state}` where
 * nobody did, `stale_version` when it is not the wish he saw, and `period_closed {month}`.
 */
export async function decideReopening({ db }: { db: Db }, input: DecideReopening): Promise<void> {
  const { breakId, approve, version, memberId } = input
  await db.transaction().execute(async trx => {
    const found = await trx
      .selectFrom('break')
      .selectAll()
      .where('id', '=', breakId)
      .forUpdate()
      .executeTakeFirst()
    if (!found) throw new DomainError('not_found', { what: 'break' })
    if (found.reopenMakerId === null || found.reopenWish === null)
      throw new DomainError('break_state', { state: found.state })
    if (found.reopenMakerId === memberId) throw new DomainError('second_person_needed', { what: 'break' })
    if (versionOfBreak(found) !== version) throw new DomainError('stale_version')
    if (!approve) return refuse(trx, input)
    await takeBack(trx, { breakId, takenBack: found.takenBack, actor: `member:${memberId}` })
    await openAgain(trx, { breakId, memberId, reason: found.reopenWish })
  })
  if (!approve) return
  await feedBookLines({ db })
  await settleTakenBack({ db })
}

async function refuse(trx: Transaction<Database>, { breakId, memberId }: DecideReopening): Promise<void> {
  await trx
    .updateTable('break')
    .set({ reopenMakerId: null, reopenWish: null })
    .where('id', '=', breakId)
    .execute()
  await recordAct(trx, {
    actor: `member:${memberId}`,
    action: 'break_reopening_refused',
    subjectType: 'break',
    subjectId: breakId,
  })
}

async function takeBack(
  trx: Transaction<Database>,
  { breakId, takenBack, actor }: { breakId: string; takenBack: number; actor: string },
): Promise<void> {
  const { rows } = await sql<{ id: bigint; at: Date }>`
    SELECT id, (effective_on + time '12:00') AT TIME ZONE 'Asia/Shanghai' AS at FROM ledger.transaction
    WHERE key = ${breakEntryKey(breakId, takenBack)}
  `.execute(trx)
  const [booked] = rows
  if (!booked) throw new Error(`nothing was booked for difference ${breakId}`)
  await reverseEntry(trx, { transactionId: booked.id, actor, effectiveAt: booked.at })
  await trx
    .updateTable('break')
    .set({ takenBack: takenBack + 1 })
    .where('id', '=', breakId)
    .execute()
}
