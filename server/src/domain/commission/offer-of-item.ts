import type { PlanKind, PriceModel } from '@haowu/shared/plan-states.ts'
import type { Db } from '#db/database.ts'
import { explainTerms, whyNot } from './explain-terms.ts'
import { priceLimits } from './price-limits.ts'
import type { RatePromise } from './rate-promise.ts'
import { type PlanSeen, type RequestSeen, selectPlansForItem } from './terms-store.ts'

/** A plan one may ask for, or has asked for; its name stays with the supplier. */
export interface Door {
  planId: string
  kind: PlanKind
  priceModel: PriceModel
  rateBps: number
  supplyRateBps: number | null
  request: RequestSeen | null
}

export interface OfferOfItem {
  /** Null when no plan applies to this streamer: he cannot hold it. */
  terms: {
    kind: PlanKind
    priceModel: PriceModel
    rateBps: number
    supplyPriceFen: bigint | null
    floorFen: bigint
    ceilingFen: bigint
    earnFen: bigint
  } | null
  promise: RatePromise | null
  doors: Door[]
}

/** What a piece offers one streamer: his rate and until when it is certain, and the plans that he may ask for. */
export async function readOfferOfItem(
  db: Db,
  { itemId, streamerId, priceFen }: { itemId: string; streamerId: string; priceFen: bigint },
): Promise<OfferOfItem> {
  const { winner, promise, shares } = await explainTerms(db, { itemId, streamerId, priceFen })
  const plans = await selectPlansForItem(db, { itemId, streamerId })
  return {
    terms: winner && {
      kind: winner.planKind,
      priceModel: winner.priceModel,
      rateBps: winner.rateBps,
      supplyPriceFen: winner.supplyPriceFen === null ? null : BigInt(winner.supplyPriceFen),
      ...priceLimits(winner, priceFen),
      earnFen: shares.find(share => share.role === 'streamer')?.amountFen ?? 0n,
    },
    promise,
    doors: plans.filter(isDoor).map(toDoor),
  }
}

/** Plans that wait for approval only, and would not fall at the conditions. */
function isDoor(plan: PlanSeen): boolean {
  const why = whyNot(plan)
  const waits = why === 'needs_approval' || why === 'request_waiting' || why === 'request_refused'
  return waits && plan.meetsConditions
}

function toDoor({ planId, kind, priceModel, rateBps, supplyRateBps, request }: PlanSeen): Door {
  return { planId, kind, priceModel, rateBps: rateBps ?? 0, supplyRateBps, request }
}
