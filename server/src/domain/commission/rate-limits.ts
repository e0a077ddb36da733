import type { PlanKind } from '@haowu/shared/plans.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule, readRules } from '#domain/rules/read-rules.ts'

export interface PlanRates {
  rateBps: number
  serviceRateBps: number
}

/**
 * Refuses a rate outside the bounds of its kind of plan (`bad_request` with the field and its bounds), and rates that
 * together with the platform's fee would take more than the cap of the price (`rate_sum_too_high`).
 */
export async function refuseRates(
  db: Db,
  kind: PlanKind,
  { rateBps, serviceRateBps }: PlanRates,
): Promise<void> {
  const rules = await readRules(db, { rate_bounds: kind, platform_fee: '*', commission_cap: '*' })
  const service = await readRule(db, 'rate_bounds', 'service')
  refuseOutside('rateBps', rateBps, rules.rate_bounds.value)
  refuseOutside('serviceRateBps', serviceRateBps, service.value)
  const sumBps = rateBps + serviceRateBps + rules.platform_fee.value.rateBps
  const { maxBps } = rules.commission_cap.value
  if (sumBps > maxBps) throw new DomainError('rate_sum_too_high', { sumBps, maxBps })
}

function refuseOutside(
  field: string,
  bps: number,
  { minBps, maxBps }: { minBps: number; maxBps: number },
): void {
  if (!Number.isInteger(bps) || bps < minBps || bps > maxBps) {
    throw new DomainError('bad_request', { field, minBps, maxBps })
  }
}
