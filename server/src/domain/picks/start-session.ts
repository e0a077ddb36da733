import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { tellLive } from '#domain/live/tell-live.ts'
import { lockOpenSession, type OwnSession, setSessionState } from './session-store.ts'
import { SESSION_MOVES } from './session.ts'

/** Goes live: from now on the room sells. Starting a live session changes nothing. Throws `not_found` or `session_closed`. */
export async function startSession(deps: { db: Db }, own: OwnSession): Promise<void> {
  await deps.db.transaction().execute(async trx => {
    const { sessionId, state } = await lockOpenSession(trx, own)
    if (state === SESSION_MOVES.start.to) return
    await setSessionState(trx, { sessionId, state: SESSION_MOVES.start.to })
    await sql`UPDATE live_session SET started_at = app_now() WHERE id = ${sessionId}`.execute(trx)
    await tellLive(trx, {
      topic: `session:${sessionId}`,
      kind: 'session_changed',
      payload: { state: 'live' },
    })
  })
}
