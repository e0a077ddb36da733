import { LADDER_STEPS, type LadderStep } from '@haowu/shared/deposits.ts'
import type { RestrictionKind } from '@haowu/shared/restrictions.ts'

export interface LadderDates {
  noHoldsAt: Date
  noListingAt: Date
  payoutsFrozenAt: Date
}

/** The restrictions that stand at a step: each adds to the ones before. */
export function restrictionsAt(step: LadderStep): RestrictionKind[] {
  return LADDER_STEPS.slice(1, LADDER_STEPS.indexOf(step) + 1) as RestrictionKind[]
}

/** The step that is due at this instant, and when the next one is; null after the last. */
export function stepAt(at: Date, dates: LadderDates): { step: LadderStep; nextAt: Date | null } {
  if (at >= dates.payoutsFrozenAt) return { step: 'payouts_frozen', nextAt: null }
  if (at >= dates.noListingAt) return { step: 'no_listing', nextAt: dates.payoutsFrozenAt }
  if (at >= dates.noHoldsAt) return { step: 'no_holds', nextAt: dates.noListingAt }
  return { step: 'notified', nextAt: dates.noHoldsAt }
}
