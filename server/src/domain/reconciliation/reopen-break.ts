import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { openAgain } from './open-again.ts'

export interface ReopenBreak {
  breakId: string
  memberId: string
  reason: string
}

/**
 * Opens a difference again, with why. What was booked stays booked until somebody else agrees to take it back: that is only asked for here,
 * and answered with `asked`. Throws `not_found`, `break_state {state}` where it has not ended or was asked for by another, and
 * `period_closed {month}`.
 */
export async function reopenBreak({ db }: { db: Db }, input: ReopenBreak): Promise<'opened' | 'asked'> {
  const { breakId, memberId, reason } = input
  return db.transaction().execute(async trx => {
    const found = await trx
      .selectFrom('break')
      .select(['state', 'resolution', 'reopenMakerId'])
      .where('id', '=', breakId)
      .forUpdate()
      .executeTakeFirst()
    if (!found) throw new DomainError('not_found', { what: 'break' })
    if (found.state !== 'resolved') throw new DomainError('break_state', { state: found.state })
    if (found.resolution !== 'adjusted' && found.resolution !== 'written_off') {
      await openAgain(trx, input)
      return 'opened'
    }
    if (found.reopenMakerId !== null && found.reopenMakerId !== memberId)
      throw new DomainError('break_state', { state: 'reopening' })
    await trx
      .updateTable('break')
      .set({ reopenMakerId: memberId, reopenWish: reason })
      .where('id', '=', breakId)
      .execute()
    await recordAct(trx, {
      actor: `member:${memberId}`,
      action: 'break_reopening_asked',
      subjectType: 'break',
      subjectId: breakId,
      facts: { reason },
    })
    return 'asked'
  })
}
