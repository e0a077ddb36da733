import type { PlanKind } from '@haowu/shared/plan-states.ts'
import type { Db } from '#db/database.ts'
import { readRules } from '#domain/rules/read-rules.ts'
import { readKeep } from './rate-limits.ts'

interface Bounds {
  minBps: number
  maxBps: number
}

export interface PlanLimits {
  /** Fees that stand beside every commission, so that a screen can say what a rate means in money. */
  platformRateBps: number
  techRateBps: number
  /** Commission, service and platform fee together: the tightest of the cap, the rail's and the supplier's own. */
  sumMaxBps: number
  /** What the supplier wants to keep at least. */
  keepBps: number
  markupBps: number
  hardMarkupBps: number
  bounds: Record<PlanKind | 'service', Bounds>
}

/** The numbers of the rules in force that bound a plan; `createPlan` and `changeRate` hold every input against the same. */
export async function readPlanLimits(db: Db, { supplierId }: { supplierId: string }): Promise<PlanLimits> {
  const rules = await readRules(db, {
    platform_fee: '*',
    tech_fee: '*',
    commission_cap: '*',
    rail_split_cap: '*',
    supply_price: '*',
  })
  const keepBps = await readKeep(db, supplierId)
  const caps = [rules.commission_cap.value.maxBps, rules.rail_split_cap.value.maxBps, 10_000 - keepBps]
  return {
    platformRateBps: rules.platform_fee.value.rateBps,
    techRateBps: rules.tech_fee.value.rateBps,
    sumMaxBps: Math.min(...caps),
    keepBps,
    ...rules.supply_price.value,
    bounds: {
      exclusive: await readBounds(db, 'exclusive'),
      targeted: await readBounds(db, 'targeted'),
      open: await readBounds(db, 'open'),
      service: await readBounds(db, 'service'),
    },
  }
}

async function readBounds(db: Db, scope: PlanKind | 'service'): Promise<Bounds> {
  const { rate_bounds } = await readRules(db, { rate_bounds: scope })
  return rate_bounds.value
}
