import { DomainError } from '#domain/domain-error.ts'
import { tellLive } from '#domain/live/tell-live.ts'
import type { HoldDeps } from './hold-for-show.ts'
import { endLiveHolds } from './end-live-holds.ts'
import { endWaitsOfShow } from './end-waits-of-show.ts'
import { holdsOf, lockIdleHolds } from './hold-store.ts'
import { lockSession, type OwnSession, setSessionState } from './session-store.ts'
import { serveAfterwards } from './serve-line.ts'
import { SESSION_MOVES } from './session.ts'

const MOST_HOLDS = 1_000

/**
 * Calls off a show that has not begun: what it held goes to who waits for it, else to the plaza, and its deposit is free. Cancelling twice changes
 * nothing. Returns how many holds were released now. Throws `not_found`, and `session_closed` once it began or ended.
 */
export async function cancelSession(deps: HoldDeps, own: OwnSession): Promise<{ released: number }> {
  const { released, freed } = await deps.db.transaction().execute(async trx => {
    const { sessionId, state } = await lockSession(trx, own)
    const { from, to } = SESSION_MOVES.cancel
    if (state !== to) {
      if (!from.some(allowed => allowed === state)) throw new DomainError('session_closed', { state })
      await setSessionState(trx, { sessionId, state: to })
    }
    const holds = await lockIdleHolds(trx, { which: holdsOf.session(sessionId), limit: MOST_HOLDS })
    const released = await endLiveHolds(trx, holds, { state: 'released' })
    await endWaitsOfShow(trx, own)
    await tellLive(trx, {
      topic: `session:${sessionId}`,
      kind: 'session_changed',
      payload: { state: 'cancelled' },
    })
    return { released, freed: holds.map(({ itemId }) => itemId) }
  })
  await serveAfterwards(deps, freed)
  return { released }
}
