import type { ExitState } from '@haowu/shared/deposits.ts'

/** Every move of a deposit that is taken back. `failed` waits for the party, which may try again or stay. */
export const EXIT_MOVES = {
  waiting: ['sent', 'refunded', 'failed', 'cancelled'],
  sent: ['unknown', 'refunded', 'failed'],
  unknown: ['refunded', 'failed'],
  failed: ['waiting', 'cancelled'],
  refunded: [],
  cancelled: [],
} as const satisfies Record<ExitState, readonly ExitState[]>

/** An exit that has not ended; a party has at most one. */
export const OPEN_EXITS = ['waiting', 'sent', 'unknown', 'failed'] as const satisfies ExitState[]
/** Given to the rail, and not yet known how it ended. */
export const EXITS_IN_FLIGHT = ['sent', 'unknown'] as const satisfies ExitState[]

const PREFIX = 'X'

/** Our number at the rail for one attempt; payouts have another first letter, so that a callback finds its way. */
export function exitNo(exitId: string, attempt: number): string {
  return `${PREFIX}${exitId.replaceAll('-', '').slice(-24).toUpperCase()}${attempt}`
}

export function isExitNo(no: string): boolean {
  return no.startsWith(PREFIX)
}
