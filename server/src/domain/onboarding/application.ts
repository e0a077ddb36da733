import type { ApplicationState } from '@haowu/shared/onboarding.ts'

/**
 * Every move an application can make; each is one conditional UPDATE. `in_review → submitted`: the reviewer let go of it, or
 * kept it too long. `rejected → submitted`: the one appeal.
 */
export const APPLICATION_MOVES = {
  draft: ['submitted', 'withdrawn'],
  submitted: ['in_review', 'withdrawn'],
  in_review: ['submitted', 'needs_info', 'approved', 'rejected', 'withdrawn'],
  needs_info: ['submitted', 'withdrawn'],
  approved: [],
  rejected: ['submitted'],
  withdrawn: [],
} as const satisfies Record<ApplicationState, readonly ApplicationState[]>

/** States in which the applicant may change form and papers. */
export const EDITABLE_STATES = ['draft', 'needs_info'] as const satisfies ApplicationState[]
/** States in which it is not over: a party has at most one such application. */
export const OPEN_STATES = [
  'draft',
  'submitted',
  'in_review',
  'needs_info',
] as const satisfies ApplicationState[]

export function isEditable(state: string): boolean {
  return EDITABLE_STATES.some(each => each === state)
}

/** What happened to an application, as its history tells. */
export const EVENT_KINDS = [
  'started',
  'submitted',
  'answered',
  'claimed',
  'released',
  'info_asked',
  'approved',
  'rejected',
  'appealed',
  'withdrawn',
  'lapsed',
] as const
export type EventKind = (typeof EVENT_KINDS)[number]

/** The applicant's member who acts, and for whom. */
export interface Applicant {
  partyId: string
  memberId: string
}
