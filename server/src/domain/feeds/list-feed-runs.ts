import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type ShownRun, shownRun } from './list-feeds.ts'

export interface FeedRunQuery {
  supplierId: string
  feedId: string
  /** The run with which the page before ended. */
  cursor?: string | undefined
  limit: number
}

/** The readings of a source, the newest first. `not_found` for another supplier's. */
export async function listFeedRuns(
  db: Db,
  { supplierId, feedId, cursor, limit }: FeedRunQuery,
): Promise<{ rows: ShownRun[]; nextCursor: string | null }> {
  await refuseForeign(db, { supplierId, feedId })
  const before = cursor ? sql<boolean>`run.id < ${cursor}::uuid` : sql<boolean>`true`
  const { rows } = await sql<{ run: ShownRun }>`
    SELECT ${shownRun} AS run FROM feed_run AS run LEFT JOIN item_import AS made ON made.id = run.import_id
    WHERE run.feed_source_id = ${feedId} AND run.supplier_id = ${supplierId} AND ${before}
    ORDER BY run.id DESC LIMIT ${limit + 1}
  `.execute(db)
  const runs = rows.slice(0, limit).map(({ run }) => run)
  return { rows: runs, nextCursor: rows.length > limit ? (runs.at(-1)?.runId ?? null) : null }
}

async function refuseForeign(
  db: Db,
  { supplierId, feedId }: { supplierId: string; feedId: string },
): Promise<void> {
  const own = await db
    .selectFrom('feedSource')
    .select('id')
    .where('id', '=', feedId)
    .where('supplierId', '=', supplierId)
    .executeTakeFirst()
  if (!own) throw new DomainError('not_found', { what: 'feed' })
}
