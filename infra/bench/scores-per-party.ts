import { type FactSum, type Formula, decayWeights, scoreOf } from '@haowu/server/domain/scores/formula.ts'
import type { ScoreFact } from '@haowu/shared/scores.ts'
import type pg from 'pg'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const SHIP_MS = 48 * HOUR_MS

export interface LoopDay {
  /** ISO date of the day that is scored. */
  day: string
  formulas: { supplier: Formula; streamer: Formula }
}

/** Scores by party id. */
export type LoopScores = Map<string, number>

/**
 * The usual way: party after party, its rows are read, counted in the process and its score written. The same formula,
 * the same window, by indexes on the party.
 */
export async function scorePerParty(pool: pg.Pool, { day, formulas }: LoopDay): Promise<LoopScores> {
  const scores: LoopScores = new Map()
  const { rows: parties } = await pool.query<{ id: string; kind: 'supplier' | 'streamer' }>(
    "SELECT id, kind FROM party WHERE kind IN ('supplier', 'streamer') ORDER BY id",
  )
  for (const { id, kind } of parties) {
    const counter = createCounter(formulas[kind], day)
    await (kind === 'supplier' ? countSupplier : countStreamer)(pool, id, counter)
    const { score, inputs } = scoreOf(formulas[kind], counter.sums)
    await pool.query('INSERT INTO loop_score (party_id, day, score, inputs) VALUES ($1, $2, $3, $4)', [
      id,
      day,
      score,
      JSON.stringify(inputs),
    ])
    scores.set(id, score)
  }
  return scores
}

interface Counter {
  sums: Map<ScoreFact, FactSum>
  from: Date
  add(fact: ScoreFact, at: Date | string, n?: number): void
}

function createCounter(formula: Formula, day: string): Counter {
  const weights = decayWeights(formula).map(BigInt)
  const last = dayNumber(new Date(`${day}T00:00:00+08:00`))
  const sums = new Map<ScoreFact, FactSum>()
  return {
    sums,
    from: new Date(Date.parse(`${day}T00:00:00+08:00`) - (weights.length - 1) * DAY_MS),
    add(fact, at, n = 1) {
      const weight = weights[last - dayNumber(new Date(at))]
      if (weight === undefined || n === 0) return
      const { count, weighted } = sums.get(fact) ?? { count: 0, weighted: 0n }
      sums.set(fact, { count: count + n, weighted: weighted + BigInt(n) * weight })
    },
  }
}

/** The business day in Shanghai, as a number. */
const dayNumber = (at: Date) => Math.floor((at.getTime() + 8 * HOUR_MS) / DAY_MS)

interface OrderRow {
  paidAt: Date
  shippedAt: Date | null
  receivedAt: Date | null
  reason: string | null
  refundedAt: Date | null
}

const ORDERS = (side: 'supplier_id' | 'streamer_id') => `
  SELECT paid_at AS "paidAt", shipped_at AS "shippedAt", received_at AS "receivedAt", reason, refund.created_at AS "refundedAt"
  FROM orders LEFT JOIN refund ON refund.order_id = orders.id AND refund.state <> 'failed'
  WHERE ${side} = $1 AND paid_at IS NOT NULL AND (paid_at >= $2::timestamptz - interval '2 days' OR received_at >= $2 OR refund.created_at >= $2)`

async function countSupplier(pool: pg.Pool, id: string, { from, add }: Counter): Promise<void> {
  const orders = await pool.query<OrderRow>(ORDERS('supplier_id'), [id, from])
  for (const { paidAt, shippedAt, receivedAt, reason, refundedAt } of orders.rows) {
    add('paid', paidAt)
    const deadline = new Date(paidAt.getTime() + SHIP_MS)
    if (shippedAt && shippedAt <= deadline) add('shipped_in_time', shippedAt)
    else if (shippedAt || !refundedAt || refundedAt > deadline) add('shipped_late', deadline)
    if (receivedAt) add('received', receivedAt)
    if (refundedAt) add(reason === 'after_sale' ? 'returned' : 'cancelled', refundedAt)
  }
  const ratings = await pool.query<{ day: string; goods: number; service: number; logistics: number }>(
    'SELECT rated_on::text AS day, goods, service, logistics FROM rating WHERE supplier_id = $1 AND counts AND rated_at >= $2',
    [id, from],
  )
  for (const { day, ...stars } of ratings.rows) {
    const at = `${day}T00:00:00+08:00`
    for (const kind of ['goods', 'service', 'logistics'] as const) {
      add(`${kind}_steps`, at, 4)
      add(`${kind}_missed`, at, 5 - stars[kind])
    }
  }
}

async function countStreamer(pool: pg.Pool, id: string, { from, add }: Counter): Promise<void> {
  const orders = await pool.query<OrderRow>(ORDERS('streamer_id'), [id, from])
  for (const { paidAt, receivedAt, reason, refundedAt } of orders.rows) {
    add('paid', paidAt)
    if (receivedAt) add('received', receivedAt)
    if (refundedAt && reason === 'after_sale') add('returned', refundedAt)
  }
  const ratings = await pool.query<{ day: string; goods: number }>(
    'SELECT rated_on::text AS day, goods FROM rating WHERE streamer_id = $1 AND counts AND rated_at >= $2',
    [id, from],
  )
  for (const { day, goods } of ratings.rows) {
    add('goods_steps', `${day}T00:00:00+08:00`, 4)
    add('goods_missed', `${day}T00:00:00+08:00`, 5 - goods)
  }
  const holds = await pool.query<{ state: string; endedAt: Date; startsAt: Date }>(
    `SELECT live_hold.state, ended_at AS "endedAt", starts_at AS "startsAt" FROM live_hold
     JOIN live_session ON live_session.id = live_hold.session_id WHERE live_hold.streamer_id = $1 AND ended_at >= $2`,
    [id, from],
  )
  for (const { state, endedAt, startsAt } of holds.rows) {
    if (state === 'sold') add('hold_sold', endedAt)
    else if (state === 'expired') add('hold_expired', endedAt)
    else add(endedAt < startsAt ? 'hold_given_back' : 'hold_unsold', endedAt)
  }
}
