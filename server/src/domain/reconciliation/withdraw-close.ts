import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { findLastClose, lockMonth } from './lock-month.ts'

/**
 * Takes back that a month's sign-off was asked for, while nobody has signed: whoever asked, or another person of finance. The month is open
 * again and may be asked for anew. Throws `close_state {state}` for one that is signed or not asked for; withdrawn twice is withdrawn once.
 */
export async function withdrawClose(
  { db }: { db: Db },
  { month, memberId }: { month: string; memberId: string },
): Promise<void> {
  await db.transaction().execute(async trx => {
    await lockMonth(trx, month)
    const found = await findLastClose(trx, month)
    if (found?.state === 'withdrawn') return
    if (found?.state !== 'review') throw new DomainError('close_state', { state: found?.state ?? 'open' })
    await trx
      .updateTable('periodClose')
      .set({ state: 'withdrawn', withdrawnBy: memberId, withdrawnAt: sql`app_now()` })
      .where('id', '=', found.id)
      .execute()
    await recordAct(trx, {
      actor: `member:${memberId}`,
      action: 'close_withdrawn',
      subjectType: 'period',
      subjectId: month,
      facts: { makerId: found.makerId },
    })
  })
}
