import type { CaseState } from '@haowu/shared/cases.ts'

/** Every move a case can make; a move that is not listed does not compile. */
export const CASE_MOVES = {
  open: ['evidence_requested', 'withdrawn'],
  evidence_requested: ['decided', 'withdrawn'],
  decided: ['appealed', 'executed', 'closed'],
  appealed: ['upheld', 'overturned'],
  upheld: ['executed', 'closed'],
  overturned: ['executed', 'closed'],
  executed: [],
  closed: [],
  withdrawn: [],
} as const satisfies Record<CaseState, readonly CaseState[]>

/** Where a case in this state may go. */
export type NextCaseState<From extends CaseState> = (typeof CASE_MOVES)[From][number]

export function canMoveCase(from: CaseState, to: CaseState): boolean {
  return (CASE_MOVES[from] as readonly CaseState[]).includes(to)
}

/** States in which a decision stands that only waits for its time. */
export const DUE_STATES = ['decided', 'upheld', 'overturned'] as const satisfies CaseState[]
export type DueState = (typeof DUE_STATES)[number]

/** States in which the sides may still show something. */
export const HEARING_STATES = ['open', 'evidence_requested'] as const satisfies CaseState[]
