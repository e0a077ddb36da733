import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'

export interface FeedSwitch {
  supplierId: string
  memberId: string
  feedId: string
  to: 'on' | 'paused' | 'removed'
}

/**
 * Pauses a source, starts it again, or removes it. Its items stay as they are; only that nobody vouches for their stock
 * any more. What a running reading has already fetched is not imported. Asking twice changes nothing more.
 */
export async function switchFeed(
  { db }: { db: Db },
  { supplierId, memberId, feedId, to }: FeedSwitch,
): Promise<void> {
  await db.transaction().execute(async trx => {
    const feed = await trx
      .selectFrom('feedSource')
      .select('state')
      .where('id', '=', feedId)
      .where('supplierId', '=', supplierId)
      .where('state', '<>', 'removed')
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (!feed) throw new DomainError('not_found', { what: 'feed' })
    if (feed.state === to) return
    await trx
      .updateTable('feedSource')
      .set({ state: to, updatedAt: sql`app_now()` })
      // Whoever starts it again wants to see it work, not to wait for a breaker.
      .$if(to === 'on', query => query.set({ failures: 0, openUntil: null, nextDueAt: sql`app_now()` }))
      // Removed keys are gone: nobody needs them any more.
      .$if(to === 'removed', query => query.set({ secretSealed: null }))
      .where('id', '=', feedId)
      .execute()
    await recordAct(trx, {
      actor: `member:${memberId}`,
      action: `feed.${to === 'on' ? 'resumed' : to}`,
      subjectType: 'feed_source',
      subjectId: feedId,
      facts: { supplierId },
    })
  })
}
