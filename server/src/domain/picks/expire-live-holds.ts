import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import type { HoldDeps } from './hold-for-show.ts'
import { endLiveHolds } from './end-live-holds.ts'
import { holdsOf, lockIdleHolds } from './hold-store.ts'
import { serveAfterwards } from './serve-line.ts'

const BATCH = 100
const MOST_BATCHES = 100

/**
 * Ends holds whose time is over, and those an ended session left behind, in bounded batches; several may run at once.
 * Nothing depends on it being prompt: an outlived hold can be taken over by the next session without it.
 * Closes sessions that nobody ended. Returns how many holds it ended.
 */
export async function expireLiveHolds(deps: HoldDeps): Promise<number> {
  await endForgottenSessions(deps.db)
  let expired = 0
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const ended = await expireBatch(deps.db)
    expired += ended.length
    await serveAfterwards(deps, ended)
    if (ended.length < BATCH) break
  }
  return expired
}

/** Returns the pieces that are free now. */
async function expireBatch(db: Db): Promise<string[]> {
  return db.transaction().execute(async trx => {
    const holds = await lockIdleHolds(trx, { which: holdsOf.overdue, limit: BATCH, skipLocked: true })
    await endLiveHolds(trx, holds, { state: 'expired' })
    return holds.map(({ itemId }) => itemId)
  })
}

async function endForgottenSessions(db: Db): Promise<void> {
  const { value: window } = await readRule(db, 'live_hold_window')
  await sql`
    UPDATE live_session SET state = 'ended', version = version + 1, current_slot_id = NULL, on_air_at = NULL
    WHERE id IN (
      SELECT id FROM live_session
      WHERE state IN ('planned', 'live') AND ends_at + ${window.afterMinutes} * interval '1 minute' <= app_now()
      LIMIT 1000 FOR UPDATE SKIP LOCKED
    )
  `.execute(db)
}
