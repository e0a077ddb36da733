import type { Db } from '#db/database.ts'
import { selectPlans } from './plan-store.ts'

export type PlanRow = Awaited<ReturnType<typeof selectPlans>>[number]

const MOST_LISTED = 200

/** A supplier's plans, active ones first and newest first: the rate in force, and the next one when it is already published. */
export async function listPlans(db: Db, { supplierId }: { supplierId: string }): Promise<PlanRow[]> {
  return selectPlans(db, { supplierId, limit: MOST_LISTED })
}
