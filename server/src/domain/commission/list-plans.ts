import type { PlanKind, PlanState, PriceModel } from '@haowu/shared/plan-states.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { isLetIn, pausesAt, planState, resumesAt } from './plan-fit.ts'
import { nextRate, rateInForce } from './rate-in-force.ts'

export interface PlanRow {
  planId: string
  name: string
  kind: PlanKind
  categoryCode: string | null
  state: PlanState
  createdAt: Date
  endsAt: Date | null
  /** It ends sooner than it was made to; until then the supplier may keep it. */
  isEnding: boolean
  /** A pause that is announced and has not come. */
  pausesAt: Date | null
  /** When a paused one goes on. */
  resumesAt: Date | null
  needsApproval: boolean
  minTier: string | null
  minOrders: number | null
  minGmvFen: bigint | null
  minScore: number | null
  priceModel: PriceModel
  floorBps: number | null
  ceilingBps: number | null
  markupBps: number | null
  itemCount: number
  streamerCount: number
  /** Requests that wait for an answer, and those that were approved. */
  waiting: number
  approved: number
  version: number | null
  rateBps: number | null
  serviceRateBps: number | null
  supplyRateBps: number | null
  leaderName: string | null
  nextRateBps: number | null
  nextServiceRateBps: number | null
  nextSupplyRateBps: number | null
  nextFrom: Date | null
}

export interface PlanQuery {
  supplierId: string
  kind?: PlanKind | undefined
  state?: PlanState | undefined
  /** Part of the name. */
  text?: string | undefined
}

const MOST_LISTED = 200

/** A supplier's plans, active ones first and newest first: the rate in force, and the next one when it is already published. */
export async function listPlans(db: Db, { supplierId, kind, state, text }: PlanQuery): Promise<PlanRow[]> {
  const { rows } = await sql<PlanRow>`
    SELECT * FROM (
      SELECT plan.id AS plan_id, plan.name, plan.kind, plan.category_code, plan.created_at, plan.ends_at,
        ${planState} AS state,
        ${pausesAt} AS pauses_at, ${resumesAt} AS resumes_at,
        plan.ends_at > app_now() AND plan.ends_at IS DISTINCT FROM plan.planned_end AS is_ending,
        plan.needs_approval, plan.min_tier, plan.min_orders, plan.min_gmv_fen, plan.min_score,
        plan.price_model, plan.floor_bps, plan.ceiling_bps, plan.markup_bps,
        (SELECT count(*)::int FROM plan_item WHERE plan_id = plan.id) AS item_count,
        (SELECT count(*)::int FROM plan_streamer WHERE plan_id = plan.id) AS streamer_count,
        (SELECT count(*)::int FROM plan_request WHERE plan_id = plan.id AND plan_request.state = 'asked'
          AND expires_at > app_now()) AS waiting,
        (SELECT count(*)::int FROM plan_request WHERE plan_id = plan.id AND ${isLetIn}) AS approved,
        rate.version, rate.rate_bps, rate.service_rate_bps, rate.supply_rate_bps, leader.name AS leader_name,
        next.rate_bps AS next_rate_bps, next.service_rate_bps AS next_service_rate_bps,
        next.supply_rate_bps AS next_supply_rate_bps, next.effective_from AS next_from
      FROM plan ${rateInForce} ${nextRate}
      LEFT JOIN party AS leader ON leader.id = coalesce(next.leader_id, rate.leader_id)
      WHERE plan.supplier_id = ${supplierId}
    ) AS listed
    WHERE (${kind ?? null}::text IS NULL OR kind = ${kind ?? null}::text)
      AND (${state ?? null}::text IS NULL OR state = ${state ?? null}::text)
      AND (${text ?? null}::text IS NULL OR strpos(lower(name), lower(${text ?? null}::text)) > 0)
    ORDER BY state = 'active' DESC, state = 'paused' DESC, created_at DESC, plan_id DESC
    LIMIT ${MOST_LISTED}
  `.execute(db)
  return rows
}
