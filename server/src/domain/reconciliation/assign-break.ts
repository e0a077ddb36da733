import type { BreakState } from '@haowu/shared/reconciliation.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'

/** Somebody takes a difference over, waits for the channel's answer, or gives it back. Throws `not_found` and `break_state {state}`. */
export async function assignBreak(
  { db }: { db: Db },
  {
    breakId,
    to,
    memberId,
  }: { breakId: string; to: Exclude<BreakState, 'resolved' | 'await_adjust'>; memberId: string },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const found = await trx
      .selectFrom('break')
      .select('state')
      .where('id', '=', breakId)
      .forUpdate()
      .executeTakeFirst()
    if (!found) throw new DomainError('not_found', { what: 'break' })
    if (found.state === 'resolved' || found.state === 'await_adjust')
      throw new DomainError('break_state', { state: found.state })
    await trx
      .updateTable('break')
      .set({ state: to, ownerId: to === 'open' ? null : sql`coalesce(owner_id, ${memberId}::uuid)` })
      .where('id', '=', breakId)
      .execute()
    await recordAct(trx, {
      actor: `member:${memberId}`,
      action: 'break_assigned',
      subjectType: 'break',
      subjectId: breakId,
      facts: { to },
    })
  })
}
