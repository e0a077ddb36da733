import type { Db } from '@haowu/server/db/database.ts'
import { saleCaptured } from '@haowu/server/domain/ledger/sale-entries.ts'
import { postEntries } from '@haowu/server/domain/ledger/post-entries.ts'
import type pg from 'pg'
import { timeOrderedId } from './time-ordered-id.ts'

/** Supplier, streamer, agency, leader and platform. */
export const ACCRUALS_PER_ORDER = 5

export interface SettleTrade {
  streamerIds: string[]
  /** So many more orders, paid and not yet divided, their money in escrow. */
  pay(orders: number): Promise<void>
  /** All that are paid are received, their days over. */
  mature(): Promise<void>
}

/** Parties, and paid orders among them written directly, as superuser without the checks of foreign keys. */
export async function createTrade(client: pg.Client, db: Db, streamers: number): Promise<SettleTrade> {
  const parties = async (kind: string, count: number) => {
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO party (kind, name) SELECT $1, $1 || ' ' || n FROM generate_series(1, $2::int) AS n RETURNING id`,
      [kind, count],
    )
    return rows.map(({ id }) => id)
  }
  const streamerIds = await parties('streamer', streamers)
  const supplierIds = await parties('supplier', streamers / 10)
  const agencyIds = await parties('agency', 100)
  let paid = 0
  return {
    streamerIds,
    async pay(orders) {
      await db.transaction().execute(async trx => {
        const paidFen = BigInt(orders) * 100_000n
        await postEntries(trx, [saleCaptured({ orderId: timeOrderedId(), paidFen, platformDiscountFen: 0n })])
      })
      await client.query('SET session_replication_role = replica')
      await client.query(INSERT_ORDERS, [orders, paid, supplierIds, streamerIds, agencyIds, TERMS])
      await client.query('SET session_replication_role = DEFAULT')
      paid += orders
      await client.query('ANALYZE orders')
    },
    async mature() {
      await client.query(`UPDATE orders SET state = 'received', shipped_at = app_now(), received_at = app_now(),
        matures_at = app_now() - interval '1 second' WHERE state = 'paid'`)
      await client.query('VACUUM ANALYZE orders')
      await client.query('VACUUM ANALYZE accrual')
    },
  }
}

const TERMS = JSON.stringify({
  planId: timeOrderedId(),
  planVersion: 1,
  planKind: 'open',
  rateBps: 1_500,
  serviceRateBps: 150,
  techRateBps: 1_000,
  platformRateBps: 200,
  agencyRateBps: 2_000,
  priceModel: 'commission',
  supplyPriceFen: null,
  floorFen: null,
  ceilingFen: null,
  settlementTier: 'B',
  settlementDays: 7,
  ruleVersions: {},
})

const INSERT_ORDERS = `
  INSERT INTO orders (id, no, item_id, listing_generation, hold_token, supplier_id, streamer_id, agency_id, session_id,
    live_hold_id, report_id, state, list_fen, paid_fen, terms, link_token_hash, idempotency_key, request_hash, checkout_until, paid_at)
  SELECT id, 'N' || n, id, 1, 1, ($3::uuid[])[1 + n % cardinality($3::uuid[])], ($4::uuid[])[1 + n * 7919 % cardinality($4::uuid[])],
    agency_id, id, id, id, 'paid', 100000, 100000, $6::jsonb || jsonb_build_object('agencyId', agency_id, 'leaderId', leader_id),
    sha256(id::text::bytea), id::text, sha256('x'), app_now(), app_now()
  FROM generate_series($2::int + 1, $2::int + $1::int) AS n
  CROSS JOIN LATERAL (SELECT uuid_v7() AS id, ($5::uuid[])[1 + n % cardinality($5::uuid[])] AS agency_id,
    ($5::uuid[])[1 + (n + 1) % cardinality($5::uuid[])] AS leader_id) AS own`
