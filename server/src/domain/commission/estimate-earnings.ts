import type { Fen } from '@haowu/shared/money.ts'
import type { PlanKind } from '@haowu/shared/plan-states.ts'
import type { Db } from '#db/database.ts'
import { readRules } from '#domain/rules/read-rules.ts'
import { priceTerms } from './price-terms.ts'
import { selectWinningPlans } from './terms-store.ts'
import type { Rates } from './terms.ts'
import { NO_DISCOUNTS, splitOrder } from './split-order.ts'

export interface Estimate {
  planKind: PlanKind
  /** Commission of the base; under a supply price, what the margin less fees is of the list price. */
  rateBps: number
  /** What the streamer himself gets of a plain sale, after tech fee and agency. */
  earnFen: Fen
}

export interface EstimateQuery {
  streamerId: string
  items: { itemId: string; priceFen: Fen }[]
}

/** What a streamer would earn with each of these items today, as `explainTerms` would say; items without a plan are left out. */
export async function estimateEarnings(
  db: Db,
  { streamerId, items }: EstimateQuery,
): Promise<Map<string, Estimate>> {
  const estimates = new Map<string, Estimate>()
  if (items.length === 0) return estimates
  const fees = await readFees(db, streamerId)
  const winners = await selectWinningPlans(db, { streamerId, itemIds: items.map(item => item.itemId) })
  const prices = new Map(items.map(item => [item.itemId, item.priceFen]))
  for (const { itemId, kind, rateBps, serviceRateBps, ...plan } of winners) {
    const listFen = prices.get(itemId) ?? 0n
    const price = priceTerms(listFen, {
      ...plan,
      serviceRateBps,
      platformRateBps: fees.platformRateBps,
      // Limits move no estimate: it is made at the list price.
      own: { floorFen: null, ceilingFen: null },
    })
    const terms: Rates = { ...fees, rateBps, serviceRateBps, leaderId: null, ...price }
    const { shares } = splitOrder({ listFen, discounts: NO_DISCOUNTS, freightFen: 0n, terms })
    const earned = shares.find(share => share.role === 'streamer')
    const rate =
      plan.supplyRateBps === null
        ? rateBps
        : 10_000 - plan.supplyRateBps - serviceRateBps - fees.platformRateBps
    estimates.set(itemId, { planKind: kind, rateBps: rate, earnFen: earned?.amountFen ?? 0n })
  }
  return estimates
}

async function readFees(db: Db, streamerId: string) {
  const streamer = await db
    .selectFrom('party')
    .select('agencyId')
    .where('id', '=', streamerId)
    .executeTakeFirst()
  const agencyId = streamer?.agencyId ?? null
  const rules = await readRules(db, { platform_fee: '*', tech_fee: '*', agency_rate: agencyId ?? '*' })
  return {
    platformRateBps: rules.platform_fee.value.rateBps,
    techRateBps: rules.tech_fee.value.rateBps,
    agencyId,
    agencyRateBps: agencyId === null ? 0 : rules.agency_rate.value.rateBps,
  }
}
