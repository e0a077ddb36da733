import type { NextStep } from '@haowu/shared/onboarding.ts'
import type { ApplicationRow } from './application-store.ts'

export interface Next {
  step: NextStep
  /** By when it is to be done, or will have been done; null where nothing presses. */
  by: Date | null
}

/** What comes next for the applicant. `now` is the clock that decides. */
export function nextStep(
  application: ApplicationRow,
  { missing, now }: { missing: number; now: Date },
): Next {
  switch (application.state) {
    case 'draft':
      return { step: missing > 0 ? 'fill_in' : 'hand_in', by: null }
    case 'submitted':
    case 'in_review':
      return { step: 'wait_for_review', by: application.reviewDueAt }
    case 'needs_info':
      return { step: 'answer', by: application.answerDueAt }
    case 'approved':
      return { step: 'pay_deposit', by: null }
    case 'rejected':
      return mayAppeal(application, now)
        ? { step: 'appeal', by: application.appealUntil }
        : { step: 'begin_again', by: null }
    case 'withdrawn':
      return { step: 'begin_again', by: null }
  }
}

function mayAppeal({ appealedAt, appealUntil }: ApplicationRow, now: Date): boolean {
  return appealedAt === null && appealUntil !== null && appealUntil >= now
}
