import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { insertEvent } from './application-store.ts'

/** Closes applications whose questions nobody answered in time; another may be begun. Up to `limit`; returns how many. */
export async function lapseApplications({ db }: { db: Db }, { limit }: { limit: number }): Promise<number> {
  return db.transaction().execute(async trx => {
    const lapsed = await trx
      .updateTable('application')
      .set({ state: 'withdrawn', answerDueAt: null })
      .where('id', 'in', due =>
        due
          .selectFrom('application')
          .select('id')
          .where('state', '=', 'needs_info')
          .where('answerDueAt', '<', sql<Date>`app_now()`)
          .orderBy('answerDueAt')
          .limit(limit)
          .forUpdate()
          .skipLocked(),
      )
      .returning(['id', 'partyId', 'round'])
      .execute()
    for (const { id: applicationId, partyId, round } of lapsed) {
      await insertEvent(trx, { applicationId, kind: 'lapsed', memberId: null })
      await tellParty(trx, {
        partyId,
        kind: 'application_decided',
        key: `application:${applicationId}:decided:${round}`,
        refId: applicationId,
        facts: { verdict: 'lapsed' },
      })
    }
    return lapsed.length
  })
}
