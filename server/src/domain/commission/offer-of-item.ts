import type { PlanKind, PlanOutcome, PriceModel } from '@haowu/shared/plan-states.ts'
import type { Db } from '#db/database.ts'
import { type Candidate, explainTerms, whyNot } from './explain-terms.ts'
import { priceLimits } from './price-limits.ts'
import type { RatePromise } from './rate-promise.ts'
import type { Step } from './split-steps.ts'
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
  /** How his earning of a plain sale at this price comes about, from the price down. */
  steps: Step[]
  /** The plans that could be his, the one that counts first, and why each of the others does not. */
  considered: Considered[]
  doors: Door[]
}

/** Without its name and whom else it is for. */
type Considered = Pick<Candidate, 'planId' | 'kind' | 'priceModel' | 'rateBps' | 'supplyRateBps'> & {
  outcome: PlanOutcome
}

/** What a piece offers one streamer: his rate and until when it is certain, and the plans that he may ask for. */
export async function readOfferOfItem(
  db: Db,
  { itemId, streamerId, priceFen }: { itemId: string; streamerId: string; priceFen: bigint },
): Promise<OfferOfItem> {
  const { winner, promise, shares, candidates } = await explainTerms(db, { itemId, streamerId, priceFen })
  const plans = await selectPlansForItem(db, { itemId, streamerId })
  const own = shares.find(share => share.role === 'streamer')
  return {
    terms: winner && {
      kind: winner.planKind,
      priceModel: winner.priceModel,
      rateBps: winner.rateBps,
      supplyPriceFen: winner.supplyPriceFen === null ? null : BigInt(winner.supplyPriceFen),
      ...priceLimits(winner, priceFen),
      earnFen: own?.amountFen ?? 0n,
    },
    promise,
    steps: own?.steps ?? [],
    considered: candidates
      .filter(({ planId }) => plans.some(plan => plan.planId === planId && isHis(plan)))
      .map(toConsidered),
    doors: plans.filter(isDoor).map(toDoor),
  }
}

/** Made for him or for all, and for this piece; one that is over or that he never knew of is none of his business. */
function isHis({ state, blocked, coversItem, chosen, isFree }: PlanSeen): boolean {
  return state !== 'ended' && !blocked && coversItem && (chosen || isFree)
}

function toConsidered({ planId, kind, priceModel, rateBps, supplyRateBps, outcome }: Candidate): Considered {
  return { planId, kind, priceModel, rateBps, supplyRateBps, outcome }
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
