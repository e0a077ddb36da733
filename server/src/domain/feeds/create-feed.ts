import { FEED_LIMITS } from '@haowu/shared/feeds.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { sealText } from '#domain/seal-text.ts'
import type { FeedHttp } from '#gateways/feed-http.ts'
import type { FeedSettings } from './feed-settings.ts'
import { refuseAddress } from './refuse-address.ts'

export interface FeedDeps {
  db: Db
  feedHttp: FeedHttp
  secrets: { feedKeys: Buffer }
}

/** Makes a source, which is read for the first time at once. `limit_reached` beyond twenty; `feed_address_refused`. */
export async function createFeed(
  { db, feedHttp, secrets }: FeedDeps,
  { supplierId, memberId, settings }: { supplierId: string; memberId: string; settings: FeedSettings },
): Promise<{ feedId: string }> {
  const { definition, ...plain } = settings
  refuseAddress(feedHttp, definition)
  return db.transaction().execute(async trx => {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`feeds of ${supplierId}`}, 0))`.execute(trx)
    const { n } = await trx
      .selectFrom('feedSource')
      .select(({ fn }) => fn.countAll<bigint>().as('n'))
      .where('supplierId', '=', supplierId)
      .where('state', '<>', 'removed')
      .executeTakeFirstOrThrow()
    if (n >= BigInt(FEED_LIMITS.perSupplier))
      throw new DomainError('limit_reached', { what: 'feed', limit: FEED_LIMITS.perSupplier })
    const { id: feedId } = await trx
      .insertInto('feedSource')
      .values({
        ...plain,
        supplierId,
        memberId,
        kind: definition.kind,
        config: JSON.stringify(definition.config),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    if (definition.secret) {
      const secretSealed = sealText(secrets.feedKeys, feedId, JSON.stringify(definition.secret))
      await trx.updateTable('feedSource').set({ secretSealed }).where('id', '=', feedId).execute()
    }
    await recordAct(trx, {
      actor: `member:${memberId}`,
      action: 'feed.created',
      subjectType: 'feed_source',
      subjectId: feedId,
      facts: { supplierId, kind: definition.kind },
    })
    return { feedId }
  })
}
