import { tellLive } from '#domain/live/tell-live.ts'
import type { HoldDeps } from './hold-for-show.ts'
import { endLiveHolds } from './end-live-holds.ts'
import { endWaitsOfShow } from './end-waits-of-show.ts'
import { holdsOf, lockIdleHolds } from './hold-store.ts'
import { takeOffAir } from './put-on-air.ts'
import { lockSession, type OwnSession, setSessionState } from './session-store.ts'
import { serveAfterwards } from './serve-line.ts'
import { OPEN_STATES, SESSION_MOVES } from './session.ts'

const MOST_HOLDS = 1_000

/**
 * Ends the show: what was not sold goes to who waits for it, else to the plaza, and its deposit is free. A buyer who is paying at this moment keeps
 * his minutes; that hold ends with his sale, or by the expiry job when he lets it lapse. Ending twice changes nothing.
 * Returns how many holds were released now. Throws `not_found`.
 */
export async function endSession(deps: HoldDeps, own: OwnSession): Promise<{ released: number }> {
  const { released, freed } = await deps.db.transaction().execute(async trx => {
    const { sessionId, state } = await lockSession(trx, own)
    if (OPEN_STATES.includes(state)) {
      await takeOffAir(trx, sessionId)
      await setSessionState(trx, { sessionId, state: SESSION_MOVES.end.to })
    }
    const holds = await lockIdleHolds(trx, { which: holdsOf.session(sessionId), limit: MOST_HOLDS })
    const released = await endLiveHolds(trx, holds, { state: 'released' })
    await endWaitsOfShow(trx, own)
    await tellLive(trx, {
      topic: `session:${sessionId}`,
      kind: 'session_changed',
      payload: { state: 'ended' },
    })
    return { released, freed: holds.map(({ itemId }) => itemId) }
  })
  await serveAfterwards(deps, freed)
  return { released }
}
