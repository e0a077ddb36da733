import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'

/** Somebody agrees with what was suggested. Those that are no longer suggestions are left alone; returns how many were confirmed. */
export async function confirmMatches(
  { db }: { db: Db },
  { matchIds, memberId }: { matchIds: bigint[]; memberId: string },
): Promise<number> {
  return db.transaction().execute(async trx => {
    const confirmed = await trx
      .updateTable('match')
      .set({ state: 'confirmed', decidedBy: memberId, decidedAt: sql`app_now()` })
      .where('id', 'in', matchIds)
      .where('state', '=', 'suggested')
      .returning('id')
      .execute()
    const [first] = confirmed
    if (first)
      await recordAct(trx, {
        actor: `member:${memberId}`,
        action: 'match_confirmed',
        subjectType: 'match',
        subjectId: first.id.toString(),
        facts: { count: confirmed.length },
      })
    return confirmed.length
  })
}
