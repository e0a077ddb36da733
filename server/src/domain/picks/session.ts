import type { SessionState } from '@haowu/shared/picks.ts'

/** From which states each move is allowed. Ended and cancelled are final. */
export const SESSION_MOVES = {
  start: { from: ['planned'], to: 'live' },
  end: { from: ['planned', 'live'], to: 'ended' },
  cancel: { from: ['planned'], to: 'cancelled' },
} as const satisfies Record<string, { from: readonly SessionState[]; to: SessionState }>

export const OPEN_STATES: readonly SessionState[] = ['planned', 'live']

/** How a live hold ended: given back, sold to a buyer of the room, run out, or taken back from the streamer. Each happens once. */
export const HOLD_STATES = ['active', 'released', 'sold', 'expired', 'revoked'] as const
export type HoldState = (typeof HOLD_STATES)[number]
