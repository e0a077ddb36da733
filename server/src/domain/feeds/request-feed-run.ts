import type { FeedPass } from '@haowu/shared/feeds.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { announce } from '#domain/outbox/announce.ts'

/**
 * Asks for a reading now, even of a source that is left in peace after failures. One that is being read already is not
 * read twice. `not_found` for another's; `feed_not_on` for one that is paused or waits for keys.
 */
export async function requestFeedRun(
  { db }: { db: Db },
  { supplierId, feedId, pass }: { supplierId: string; feedId: string; pass: FeedPass },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const feed = await trx
      .selectFrom('feedSource')
      .select(['state', 'runToken', sql<string>`extract(epoch FROM app_now())::bigint::text`.as('second')])
      .where('id', '=', feedId)
      .where('supplierId', '=', supplierId)
      .where('state', '<>', 'removed')
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (!feed) throw new DomainError('not_found', { what: 'feed' })
    if (feed.state !== 'on') throw new DomainError('feed_not_on', { state: feed.state })
    await trx
      .updateTable('feedSource')
      .set({ nextDueAt: sql`app_now()`, openUntil: null })
      .$if(pass === 'full', query => query.set({ fullWanted: true }))
      .where('id', '=', feedId)
      .execute()
    await announce(trx, 'feed_due', {
      key: `feed:${feedId}:${feed.runToken}:asked:${feed.second}`,
      payload: { feedId },
    })
  })
}
