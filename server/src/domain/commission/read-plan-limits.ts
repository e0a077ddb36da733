import type { PlanKind } from '@haowu/shared/plans.ts'
import type { Db } from '#db/database.ts'
import { readRules } from '#domain/rules/read-rules.ts'

interface Bounds {
  minBps: number
  maxBps: number
}

export interface PlanLimits {
  /** Fees that stand beside every commission, so that a screen can say what a rate means in money. */
  platformRateBps: number
  techRateBps: number
  /** Commission, service and platform fee together. */
  sumMaxBps: number
  bounds: Record<PlanKind | 'service', Bounds>
}

/** The numbers of the rules in force that bound a plan; `createPlan` and `changeRate` hold every input against the same. */
export async function readPlanLimits(db: Db): Promise<PlanLimits> {
  const { platform_fee, tech_fee, commission_cap } = await readRules(db, {
    platform_fee: '*',
    tech_fee: '*',
    commission_cap: '*',
  })
  return {
    platformRateBps: platform_fee.value.rateBps,
    techRateBps: tech_fee.value.rateBps,
    sumMaxBps: commission_cap.value.maxBps,
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
