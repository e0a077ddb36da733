import { FEED_LIMITS, type FeedMode, type FeedPass } from '@haowu/shared/feeds.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { FeedCursor } from './feed-adapter.ts'

/** One reading of a source. What it writes at its end asks whether its token is still the newest. */
export interface FeedRun {
  runId: string
  runToken: bigint
  feedId: string
  supplierId: string
  memberId: string
  name: string
  kind: string
  version: number
  config: unknown
  secretSealed: Buffer | null
  mode: FeedMode
  pass: FeedPass
  cursor: FeedCursor | null
  etag: string | null
  lastModified: string | null
  bodyHash: Buffer | null
  startedAt: Date
}

/** Not seen for so long, a reading has lost its reader: three times the interval at which it tells that it lives. */
export const LOST_AFTER_SECONDS = 90
export const SEEN_EVERY_MS = 30_000

const LAST_FULL_HOUR = sql`(date_trunc('day', app_now() AT TIME ZONE 'Asia/Shanghai' - make_interval(hours => feed_source.full_hour))
  + make_interval(hours => feed_source.full_hour)) AT TIME ZONE 'Asia/Shanghai'`

/** Whether a source may be asked now: switched on, due, not left in peace after failures, and nobody at it. */
export const mayRun = sql<boolean>`feed_source.state = 'on' AND feed_source.next_due_at <= app_now()
  AND (feed_source.open_until IS NULL OR feed_source.open_until <= app_now())
  AND NOT EXISTS (SELECT FROM feed_run WHERE feed_run.feed_source_id = feed_source.id AND feed_run.ended_at IS NULL)`

/** Takes a source that is due; null when it is not, or somebody else took it. */
export async function startFeedRun(db: Db, feedId: string): Promise<FeedRun | null> {
  return db.transaction().execute(async trx => {
    const { rows } = await sql<Omit<FeedRun, 'runId'>>`
      UPDATE feed_source SET run_token = run_token + 1,
        next_due_at = app_now() + make_interval(mins => every_minutes)
      WHERE id = (SELECT id FROM feed_source WHERE id = ${feedId} AND ${mayRun} FOR NO KEY UPDATE SKIP LOCKED)
      RETURNING id AS feed_id, run_token, supplier_id, member_id, name, kind, version, config, secret_sealed, mode, cursor, etag,
        last_modified, body_hash, app_now() AS started_at,
        CASE WHEN full_wanted OR coalesce(last_full_at, created_at) < ${LAST_FULL_HOUR} THEN 'full' ELSE 'sync' END AS pass
    `.execute(trx)
    const [run] = rows
    if (!run) return null
    const { id: runId } = await trx
      .insertInto('feedRun')
      .values({
        feedSourceId: feedId,
        supplierId: run.supplierId,
        pass: run.pass,
        runToken: run.runToken,
        sourceVersion: run.version,
        startedAt: run.startedAt,
        seenAt: run.startedAt,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return { ...run, runId }
  })
}

/** Tells that the run is being read, and how far it is; false when it is not the newest any more. */
export async function tellFeedRun(
  db: Db,
  { runId }: Pick<FeedRun, 'runId'>,
  read: { pages: number; rows: number; bytes: bigint },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('feedRun')
    .set({ ...read, seenAt: sql`app_now()` })
    .where('id', '=', runId)
    .where('outcome', '=', 'running')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** The instant by which a whole run has to be over. */
export const runDeadline = (): AbortSignal => AbortSignal.timeout(FEED_LIMITS.runMs)
