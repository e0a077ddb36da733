import type { PlanKind, PriceModel, RequestState } from '@haowu/shared/plan-states.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { historyDays } from './plan-fit.ts'
import { rateInForce } from './rate-in-force.ts'

export interface RequestPage {
  state?: RequestState | undefined
  /** Id of the last request of the page before. */
  cursor?: string | undefined
  limit: number
}

interface RequestFacts {
  id: string
  planId: string
  planKind: PlanKind
  priceModel: PriceModel
  rateBps: number | null
  supplyRateBps: number | null
  state: RequestState
  note: string
  reason: string
  askedAt: Date
  expiresAt: Date
  decidedAt: Date | null
}
export interface ReceivedRequest extends RequestFacts {
  planName: string
  streamerId: string
  streamerName: string
  tier: string
  score: number | null
  /** Of the last 30 days. */
  orders: number
  gmvFen: bigint
}
export interface SentRequest extends RequestFacts {
  supplierName: string
}

const seenState = sql`CASE WHEN request.state = 'asked' AND request.expires_at <= app_now() THEN 'expired' ELSE request.state END`
const facts = sql`request.id, request.plan_id, plan.kind AS plan_kind, plan.price_model, rate.rate_bps,
  rate.supply_rate_bps, ${seenState} AS state, request.note, request.reason, request.asked_at, request.expires_at,
  request.decided_at`

/** What streamers ask of a supplier, newest first, one more than `limit`, with what they have to show. */
export async function listReceivedRequests(
  db: Db,
  { supplierId, state, cursor, limit }: RequestPage & { supplierId: string },
): Promise<ReceivedRequest[]> {
  const { rows } = await sql<ReceivedRequest>`
    SELECT ${facts}, plan.name AS plan_name, request.streamer_id, streamer.name AS streamer_name, streamer.tier,
      (SELECT score FROM party_score WHERE party_id = streamer.id ORDER BY day DESC LIMIT 1) AS score,
      past.orders, past.gmv_fen
    FROM plan_request AS request
    JOIN plan ON plan.id = request.plan_id ${rateInForce}
    JOIN party AS streamer ON streamer.id = request.streamer_id
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS orders, coalesce(sum(list_fen - refunded_fen), 0)::bigint AS gmv_fen FROM orders
      WHERE streamer_id = streamer.id AND paid_at > app_now() - make_interval(days => ${historyDays})
        AND created_at > app_now() - make_interval(days => ${historyDays} + 1) AND orders.state NOT IN ('refunding', 'refunded')
    ) AS past
    WHERE request.supplier_id = ${supplierId} AND (${cursor ?? null}::uuid IS NULL OR request.id < ${cursor ?? null}::uuid)
      AND (${state ?? null}::text IS NULL OR ${seenState} = ${state ?? null}::text)
    ORDER BY request.id DESC LIMIT ${limit + 1}
  `.execute(db)
  return rows
}

/** What a streamer asked for, newest first, one more than `limit`. Names of plans stay with their suppliers. */
export async function listSentRequests(
  db: Db,
  { streamerId, state, cursor, limit }: RequestPage & { streamerId: string },
): Promise<SentRequest[]> {
  const { rows } = await sql<SentRequest>`
    SELECT ${facts}, supplier.name AS supplier_name
    FROM plan_request AS request
    JOIN plan ON plan.id = request.plan_id ${rateInForce}
    JOIN party AS supplier ON supplier.id = request.supplier_id
    WHERE request.streamer_id = ${streamerId} AND (${cursor ?? null}::uuid IS NULL OR request.id < ${cursor ?? null}::uuid)
      AND (${state ?? null}::text IS NULL OR ${seenState} = ${state ?? null}::text)
    ORDER BY request.id DESC LIMIT ${limit + 1}
  `.execute(db)
  return rows
}
