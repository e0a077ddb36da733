import { OPEN_LOAN_STATES } from '@haowu/shared/custody.ts'
import type { Outputs } from '#api/api.ts'

export type LoanRow = Outputs['loans']['list']['rows'][number]
export type Loan = Outputs['loans']['get']
/** The side of a loan that somebody is on. */
export type Side = 'supplier' | 'streamer'
export type OpenState = (typeof OPEN_LOAN_STATES)[number]

export function openState(state: LoanRow['state']): OpenState | undefined {
  return OPEN_LOAN_STATES.find(each => each === state)
}

/** Whose act a loan waits for. */
const TURNS: Record<OpenState, Side> = {
  requested: 'supplier',
  approved: 'supplier',
  shipped: 'streamer',
  received: 'streamer',
  sent_back: 'supplier',
}

export function isTurnOf(side: Side, state: LoanRow['state']): boolean {
  const open = openState(state)
  return open !== undefined && TURNS[open] === side
}

/** Codes are read aloud and typed: five and five. */
export function readableCode(code: string): string {
  return `${code.slice(0, 5)}-${code.slice(5)}`
}
