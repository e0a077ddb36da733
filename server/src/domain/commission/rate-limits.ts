import type { PlanKind, PriceModel } from '@haowu/shared/plan-states.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule, readRules } from '#domain/rules/read-rules.ts'

export interface PlanRates {
  rateBps: number
  serviceRateBps: number
  /** Under a supply price: what it is of the list price. */
  supplyRateBps: number | null
}

export interface Priced {
  supplierId: string
  kind: PlanKind
  priceModel: PriceModel
  markupBps: number | null
}

/**
 * Refuses a rate outside the bounds of its kind of plan (`bad_request` with the field and its bounds), and rates that
 * together with the platform's fee would take more of the price than the cap, the rail or the supplier himself allows
 * (`rate_sum_too_high`). Answers with the mark-up of a supply price, null in the commission model.
 */
export async function refusePricing(db: Db, plan: Priced, rates: PlanRates): Promise<number | null> {
  const { rateBps, serviceRateBps, supplyRateBps } = rates
  const rules = await readRules(db, { rate_bounds: plan.kind, platform_fee: '*', supply_price: '*' })
  const service = await readRule(db, 'rate_bounds', 'service')
  const platformRateBps = rules.platform_fee.value.rateBps
  refuseOutside('serviceRateBps', serviceRateBps, service.value)
  const most = await mostGivenAway(db, plan.supplierId)
  if (plan.priceModel === 'commission') {
    if (supplyRateBps !== null) throw new DomainError('bad_request', { field: 'supplyRateBps' })
    refuseOutside('rateBps', rateBps, rules.rate_bounds.value)
    refuseSum(rateBps + serviceRateBps + platformRateBps, most)
    return null
  }
  if (supplyRateBps === null || rateBps !== 0)
    throw new DomainError('bad_request', { field: 'supplyRateBps' })
  const { markupBps: usual, hardMarkupBps } = rules.supply_price.value
  const markupBps = plan.markupBps ?? usual
  refuseOutside('markupBps', markupBps, { minBps: 0, maxBps: hardMarkupBps })
  // The list price itself is always a price one may ask: it pays the fees and is within the mark-up.
  refuseOutside('supplyRateBps', supplyRateBps, {
    minBps: Math.ceil(100_000_000 / (10_000 + markupBps)),
    maxBps: 10_000 - serviceRateBps - platformRateBps,
  })
  refuseSum(10_000 - supplyRateBps, most)
  return markupBps
}

interface Most {
  maxBps: number
  /** Whose limit it is. */
  by: 'platform' | 'rail' | 'supplier'
}

/** The part of the base that may go to others than the supplier: the tightest of three limits. */
async function mostGivenAway(db: Db, supplierId: string): Promise<Most> {
  const rules = await readRules(db, { commission_cap: '*', rail_split_cap: '*' })
  const limits: Most[] = [
    { by: 'platform', maxBps: rules.commission_cap.value.maxBps },
    { by: 'rail', maxBps: rules.rail_split_cap.value.maxBps },
    { by: 'supplier', maxBps: 10_000 - (await readKeep(db, supplierId)) },
  ]
  return limits.reduce((tightest, limit) => (limit.maxBps < tightest.maxBps ? limit : tightest))
}

/** What the supplier wants to keep of the base at least; nothing until he says so. */
export async function readKeep(db: Db, supplierId: string): Promise<number> {
  const setting = await db
    .selectFrom('planSetting')
    .select('keepBps')
    .where('supplierId', '=', supplierId)
    .executeTakeFirst()
  return setting?.keepBps ?? 0
}

function refuseSum(sumBps: number, { maxBps, by }: Most): void {
  if (sumBps > maxBps) throw new DomainError('rate_sum_too_high', { sumBps, maxBps, by })
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
