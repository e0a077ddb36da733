import { IMPORT_DAYS } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { confirmFeed, type Confirmed, failFeedRun } from './end-feed-run.ts'
import { LOST_AFTER_SECONDS } from './feed-run.ts'

const MOST_PER_CALL = 500

interface OpenRun extends Confirmed {
  runId: string
  feedId: string
  outcome: string
  lost: boolean
  state: string | null
  errorCode: string | null
}

/** Ends the runs whose import has ended, one way or the other, and those whose reader is gone. */
export async function settleFeedRuns(db: Db): Promise<void> {
  for (const run of await listOpenRuns(db)) await settle(db, run)
  await pauseUndone(db)
}

/**
 * What a person took back would come again with the next reading: the source is paused, for him to mend it first. Once it
 * is on again, it is read from its beginning.
 */
async function pauseUndone(db: Db): Promise<void> {
  await sql`
    WITH taken_back AS (
      UPDATE feed_run SET outcome = 'undone' FROM item_import AS made
      WHERE made.id = feed_run.import_id AND feed_run.outcome = 'applied' AND made.state IN ('undoing', 'undone')
        AND feed_run.ended_at > app_now() - make_interval(days => ${IMPORT_DAYS.undo + 1})
      RETURNING feed_run.feed_source_id
    )
    UPDATE feed_source SET state = 'paused', cursor = NULL, etag = NULL, last_modified = NULL, body_hash = NULL,
      updated_at = app_now()
    WHERE id IN (SELECT feed_source_id FROM taken_back) AND state = 'on'
  `.execute(db)
}

async function listOpenRuns(db: Db): Promise<OpenRun[]> {
  const { rows } = await sql<OpenRun>`
    SELECT run.id AS run_id, run.feed_source_id AS feed_id, run.outcome, run.pass, run.started_at,
      run.cursor_after AS cursor,
      -- What somebody held is not changed; it is tried again with the same bytes, once he let it go.
      CASE WHEN NOT clashed.any THEN run.etag_after END AS etag,
      CASE WHEN NOT clashed.any THEN run.last_modified_after END AS last_modified,
      CASE WHEN NOT clashed.any THEN run.hash_after END AS hash, made.state, made.error_code,
      run.outcome = 'running' AND run.seen_at < app_now() - make_interval(secs => ${LOST_AFTER_SECONDS}) AS lost
    FROM feed_run AS run LEFT JOIN item_import AS made ON made.id = run.import_id
    CROSS JOIN LATERAL (SELECT coalesce((made.counts->>'conflicts')::int, 0) > 0 AS any) AS clashed
    WHERE run.ended_at IS NULL
    ORDER BY run.started_at LIMIT ${MOST_PER_CALL}
  `.execute(db)
  return rows
}

async function settle(db: Db, run: OpenRun): Promise<void> {
  await db.transaction().execute(async trx => {
    // Two sweeps at once end a run once.
    const stands = await trx
      .selectFrom('feedRun')
      .select('id')
      .where('id', '=', run.runId)
      .where('outcome', '=', run.outcome)
      .forUpdate()
      .executeTakeFirst()
    if (!stands) return
    if (run.lost) return failFeedRun(trx, run, { failure: 'run_lost', facts: {} })
    if (run.state === 'applied' || run.state === 'undoing' || run.state === 'undone')
      return confirmFeed(trx, run, { outcome: 'applied', read: run })
    if (run.state === 'failed')
      return failFeedRun(trx, run, {
        failure: 'import_refused',
        facts: { code: run.errorCode ?? 'internal' },
      })
    if (run.state === 'cancelled') return failFeedRun(trx, run, { failure: 'import_cancelled', facts: {} })
    // What a source brings goes in by itself; it stands previewed only where the brake holds it or somebody stopped it.
    const outcome = run.state === 'previewed' ? 'waiting' : 'importing'
    if (run.outcome === 'running' || run.outcome === outcome) return
    await trx.updateTable('feedRun').set({ outcome }).where('id', '=', run.runId).execute()
  })
}
