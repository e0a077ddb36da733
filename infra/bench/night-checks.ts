import { setTimeout as sleep } from 'node:timers/promises'
import type { Db } from '@haowu/server/db/database.ts'
import { proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import type pg from 'pg'
import { SALE_MUST_NOT_BE } from './sale-checks.ts'

const WITHIN_MS = 300_000

/** Every payment told, every order divided, no event waiting. */
export async function waitUntilWorkedOff(pool: pg.Pool, orders: number): Promise<void> {
  const deadline = Date.now() + WITHIN_MS
  for (;;) {
    const { rows } = await pool.query<{ divided: number; waiting: number }>(`
      SELECT (SELECT count(*)::int FROM orders WHERE split_at IS NOT NULL) AS divided,
        (SELECT count(*)::int FROM outbox WHERE done_at IS NULL) AS waiting`)
    const [now] = rows
    if (now && now.divided === orders && now.waiting === 0) return
    if (Date.now() > deadline) throw new Error(`after ${WITHIN_MS} ms: ${JSON.stringify(now)}`)
    await sleep(500)
  }
}

/** Each names what must not be; none may have a row. */
const MUST_NOT_BE = {
  ...SALE_MUST_NOT_BE,
  'an order that is not paid': "SELECT id FROM orders WHERE state <> 'paid'",
  'a piece that is not sold': "SELECT id FROM item WHERE state <> 'sold'",
  'an event that was given up': 'SELECT id FROM outbox WHERE dead_at IS NOT NULL',
}

/** Throws with the first thing that is wrong; answers how many legs the proof went through. */
export async function expectNightSound(
  { pool, db }: { pool: pg.Pool; db: Db },
  { orders, priceFen }: { orders: number; priceFen: bigint },
): Promise<{ legs: number }> {
  for (const [what, query] of Object.entries(MUST_NOT_BE)) {
    const { rowCount } = await pool.query(query)
    if (rowCount !== 0) throw new Error(`${what}: ${rowCount}`)
  }
  const { rows } = await pool.query<{ sales: bigint; fen: bigint }>(
    'SELECT count(*) AS sales, sum(paid_fen)::bigint AS fen FROM sale JOIN orders ON orders.id = sale.order_id',
  )
  const [total] = rows
  if (total?.sales !== BigInt(orders) || total.fen !== priceFen * BigInt(orders)) {
    throw new Error(`sold ${total?.sales} for ${total?.fen} fen`)
  }
  const { disagreement, legs } = await proveLedger(db)
  if (disagreement) throw new Error(`the ledger disagrees: ${JSON.stringify(disagreement)}`)
  return { legs: Number(legs) }
}
