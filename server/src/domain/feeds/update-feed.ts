import { sql } from 'kysely'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { sealText } from '#domain/seal-text.ts'
import type { FeedDeps } from './create-feed.ts'
import type { FeedSettings } from './feed-settings.ts'
import { refuseAddress } from './refuse-address.ts'
import { isSameHost } from './same-host.ts'

export interface FeedUpdate {
  supplierId: string
  memberId: string
  feedId: string
  /** The version that was shown; `stale_version` when somebody saved another meanwhile. */
  version: number
  settings: FeedSettings
}

/**
 * Saves what was decided anew. A source that is asked otherwise than before is read from its beginning; keys that are
 * not given stay, unless the address leads to another host. New keys take a source that refused the old ones back to
 * work. The kind stays: `bad_request`.
 */
export async function updateFeed(
  { db, feedHttp, secrets }: FeedDeps,
  { supplierId, memberId, feedId, version, settings }: FeedUpdate,
): Promise<{ version: number }> {
  const { definition, ...plain } = settings
  return db.transaction().execute(async trx => {
    const stands = await trx
      .selectFrom('feedSource')
      .select([
        'kind',
        'version',
        'state',
        sql<boolean>`config = ${JSON.stringify(definition.config)}::jsonb`.as('asSame'),
        sql<string>`config->>'url'`.as('url'),
      ])
      .where('id', '=', feedId)
      .where('supplierId', '=', supplierId)
      .where('state', '<>', 'removed')
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (!stands) throw new DomainError('not_found', { what: 'feed' })
    if (stands.version !== version) throw new DomainError('stale_version')
    if (stands.kind !== definition.kind) throw new DomainError('bad_request', { field: 'kind' })
    refuseAddress(feedHttp, definition)
    const fromBeginning = { cursor: null, etag: null, lastModified: null, bodyHash: null }
    // Keys go only where they were given for.
    const moved = isSameHost(stands.url, definition.config.url) ? {} : { secretSealed: null }
    const keys = definition.secret && {
      secretSealed: sealText(secrets.feedKeys, feedId, JSON.stringify(definition.secret)),
      state: stands.state === 'needs_keys' ? 'on' : stands.state,
    }
    await trx
      .updateTable('feedSource')
      .set({
        ...plain,
        ...(stands.asSame ? {} : fromBeginning),
        ...moved,
        ...keys,
        config: JSON.stringify(definition.config),
        version: version + 1,
        failures: 0,
        openUntil: null,
        nextDueAt: sql`app_now()`,
        updatedAt: sql`app_now()`,
      })
      .where('id', '=', feedId)
      .execute()
    await recordAct(trx, {
      actor: `member:${memberId}`,
      action: 'feed.updated',
      subjectType: 'feed_source',
      subjectId: feedId,
      facts: { supplierId, newKeys: definition.secret !== undefined },
    })
    return { version: version + 1 }
  })
}
