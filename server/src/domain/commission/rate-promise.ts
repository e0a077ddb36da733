import type { PromiseEnd } from '@haowu/shared/plan-states.ts'

/** Until when a rate is certain, and what ends it; null where nothing does so far. */
export interface RatePromise {
  until: Date | null
  reason: PromiseEnd | null
}

/** A cut and an end are known a day ahead; whatever is held by then keeps its terms beyond. */
export function ratePromise({ endsAt, cutFrom }: { endsAt: Date | null; cutFrom: Date | null }): RatePromise {
  if (cutFrom !== null && (endsAt === null || cutFrom < endsAt)) return { until: cutFrom, reason: 'cut' }
  return { until: endsAt, reason: endsAt === null ? null : 'plan_end' }
}
