import type { PromiseEnd } from '@haowu/shared/plan-states.ts'

/** Until when a rate is certain, and what ends it; null where nothing does so far. */
export interface RatePromise {
  until: Date | null
  reason: PromiseEnd | null
}

interface Announced {
  endsAt: Date | null
  pausesAt: Date | null
  cutFrom: Date | null
}

/** A cut, a pause and an end are known a day ahead; whatever is held by then keeps its terms beyond. The first that comes counts. */
export function ratePromise({ endsAt, pausesAt, cutFrom }: Announced): RatePromise {
  const ends: [PromiseEnd, Date | null][] = [
    ['plan_end', endsAt],
    ['pause', pausesAt],
    ['cut', cutFrom],
  ]
  return ends.reduce<RatePromise>(
    (first, [reason, until]) =>
      until !== null && (first.until === null || until < first.until) ? { until, reason } : first,
    { until: null, reason: null },
  )
}
