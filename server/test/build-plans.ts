import { randomInt } from 'node:crypto'
import { PLAN_KINDS } from '@haowu/shared/plan-states.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { askForPlan } from '#domain/commission/ask-for-plan.ts'
import { blockStreamer } from '#domain/commission/block-streamer.ts'
import { createPlan } from '#domain/commission/create-plan.ts'
import { decideRequests } from '#domain/commission/decide-requests.ts'
import { movePlan } from '#domain/commission/move-plan.ts'
import { DomainError } from '#domain/domain-error.ts'

interface Scene {
  supplierId: string
  /** One of the supplier's, for plans that name their items. */
  itemId: string
  streamerId: string
  other: string
}

const one = <T>(values: readonly T[]): T => values[randomInt(values.length)] as T

/** A plan of any kind, reach, price model and conditions, in any state, with requests of any outcome; in the streamer's reach or not. */
export async function buildRandomPlan(db: Db, scene: Scene): Promise<string> {
  const { supplierId, itemId, streamerId, other } = scene
  const kind = one(PLAN_KINDS)
  const reach = randomInt(3)
  const needsApproval = randomInt(3) === 0
  const priced =
    randomInt(3) === 0
      ? { priceModel: 'supply_price' as const, supplyRateBps: randomInt(8_000, 9_700) }
      : { rateBps: randomInt(100, 5_000) }
  const { planId } = await createPlan(
    { db },
    {
      supplierId,
      kind,
      name: 'plan of chance',
      categoryCode: reach === 1 ? one(['phone', 'luxury_bag']) : null,
      itemIds: reach === 2 ? [itemId] : [],
      streamerIds: kind === 'open' ? [] : [one([streamerId, other])],
      needsApproval,
      minTier: kind === 'open' && randomInt(3) === 0 ? one(['A', 'B', 'D']) : null,
      minOrders: kind === 'open' && randomInt(5) === 0 ? 1 : null,
      serviceRateBps: randomInt(0, 100),
      ...priced,
    },
  )
  if (needsApproval && kind !== 'open' && randomInt(2)) await ask(db, { planId, streamerId, supplierId })
  const fate = randomInt(8)
  if (fate === 0) await movePlan({ db }, { supplierId, planId, move: 'pause' })
  if (fate === 1) await sql`UPDATE plan SET ends_at = app_now() WHERE id = ${planId}`.execute(db)
  if (fate === 2) await movePlan({ db }, { supplierId, planId, move: 'end' })
  return planId
}

async function ask(
  db: Db,
  { planId, streamerId, supplierId }: { planId: string; streamerId: string; supplierId: string },
): Promise<void> {
  const asked = await askForPlan({ db }, { planId, streamerId, note: '' }).catch(unlessShutOut)
  if (!asked) return
  const requestIds = [asked.requestId]
  if (randomInt(2)) {
    const approve = randomInt(2) === 1
    await decideRequests({ db }, { supplierId, requestIds, approve, reason: 'by chance' })
  }
}

/** By chance the supplier has blocked the streamer before, and then there is no plan that he could ask for. */
function unlessShutOut(error: unknown): undefined {
  if (!(error instanceof DomainError) || error.code !== 'not_found') throw error
}

/** A supplier who wants to have nothing to do with this streamer. */
export async function buildBlock(db: Db, block: { supplierId: string; streamerId: string }): Promise<void> {
  await blockStreamer({ db }, { ...block, reason: '' })
}
