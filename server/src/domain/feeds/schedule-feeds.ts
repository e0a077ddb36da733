import { FEED_LIMITS } from '@haowu/shared/feeds.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { announce } from '#domain/outbox/announce.ts'
import { mayRun } from './feed-run.ts'
import { settleFeedRuns } from './settle-feed-runs.ts'

const MOST_PER_CALL = 200

/** Looks after all sources: ends what has ended, wakes who reads those that are due, and forgets old runs. */
export async function scheduleFeeds({ db }: { db: Db }): Promise<void> {
  await settleFeedRuns(db)
  await wakeDue(db)
  await forgetOldRuns(db)
}

/** One event for each due instant, however often it is looked. */
async function wakeDue(db: Db): Promise<void> {
  await db.transaction().execute(async trx => {
    const { rows } = await sql<{ id: string; runToken: bigint; minute: string }>`
      SELECT id, run_token, to_char(app_now(), 'YYYYMMDDHH24MI') AS minute FROM feed_source
      WHERE ${mayRun} ORDER BY next_due_at LIMIT ${MOST_PER_CALL}
    `.execute(trx)
    // The minute is part of the key, so that a reader that died before it began is waked again.
    for (const { id: feedId, runToken, minute } of rows)
      await announce(trx, 'feed_due', { key: `feed:${feedId}:${runToken}:${minute}`, payload: { feedId } })
  })
}

async function forgetOldRuns(db: Db): Promise<void> {
  await sql`
    DELETE FROM feed_run WHERE id IN (
      SELECT id FROM feed_run WHERE ended_at < app_now() - make_interval(days => ${FEED_LIMITS.runsKeptDays})
      LIMIT ${MOST_PER_CALL})
  `.execute(db)
}
