import type { FeedFailure } from '@haowu/shared/feeds.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { FeedCursor } from './feed-adapter.ts'

/** After so many failures in a row a source is left in peace: five minutes, then twice as long each time, up to an hour. */
const FAILURES_TO_OPEN = 5
const OPEN_LEAST_MINUTES = 5
const OPEN_MOST_MINUTES = 60
const RETRY_LEAST_SECONDS = 5
const RETRY_FIRST_SECONDS = 30
/** A source may ask us to wait, but not to forget it. */
const WAIT_MOST_SECONDS = 3_600

export interface EndedRun {
  runId: string
  feedId: string
}

export interface Confirmed {
  cursor: FeedCursor | null
  etag: string | null
  lastModified: string | null
  hash: Buffer | null
  pass: string
  startedAt: Date
}

/**
 * A reading that worked to its end: the next one goes on behind it, and the source vouches for the stock of its items as
 * of the moment at which it was asked.
 */
export async function confirmFeed(
  trx: Transaction<Database>,
  { runId, feedId }: EndedRun,
  { outcome, read }: { outcome: 'applied' | 'unchanged'; read: Confirmed },
): Promise<void> {
  await trx.updateTable('feedRun').set({ outcome, endedAt: sql`app_now()` }).where('id', '=', runId).execute()
  await trx
    .updateTable('feedSource')
    .set({
      confirmedAt: sql`greatest(confirmed_at, ${read.startedAt})`,
      failures: 0,
      openUntil: null,
      updatedAt: sql`app_now()`,
    })
    .$if(read.pass === 'full', query => query.set({ lastFullAt: read.startedAt, fullWanted: false }))
    .where('id', '=', feedId)
    .execute()
  const { cursor, etag, lastModified, hash: bodyHash } = read
  await trx
    .updateTable('feedSource')
    .set({ cursor: cursor && JSON.stringify(cursor), etag, lastModified, bodyHash })
    .where('id', '=', feedId)
    // One that was saved anew meanwhile is read from its beginning.
    .where('version', '=', trx.selectFrom('feedRun').select('sourceVersion').where('id', '=', runId))
    .execute()
}

/** A reading that failed changed nothing; says when the source is asked again, or that it waits for new keys. */
export async function failFeedRun(
  trx: Transaction<Database>,
  { runId, feedId }: EndedRun,
  { failure, facts }: { failure: FeedFailure; facts: Record<string, string | number> },
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('feedRun')
    .set({ outcome: 'failed', failure, facts: JSON.stringify(facts), endedAt: sql`app_now()` })
    .where('id', '=', runId)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return
  const asked = Number(facts['retryAfterSeconds'] ?? 0)
  const waitSeconds = Math.min(Math.max(asked, 0), WAIT_MOST_SECONDS)
  await sql`
    UPDATE feed_source SET failures = failures + 1, updated_at = app_now(),
      state = CASE WHEN ${failure === 'keys_refused'} AND state = 'on' THEN 'needs_keys' ELSE state END,
      -- Soon at first, and with full jitter: many sources behind one ERP do not come back together.
      next_due_at = app_now() + make_interval(secs => greatest(${waitSeconds},
        ${RETRY_LEAST_SECONDS} + least(60 * every_minutes, ${RETRY_FIRST_SECONDS} * 2 ^ least(failures, 8)) * random())),
      open_until = CASE WHEN failures + 1 >= ${FAILURES_TO_OPEN} THEN app_now() + make_interval(mins =>
        least(${OPEN_LEAST_MINUTES} * 2 ^ least(failures + 1 - ${FAILURES_TO_OPEN}, 6), ${OPEN_MOST_MINUTES})::int) END
    WHERE id = ${feedId}
  `.execute(trx)
}
