import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { type Discounts, NO_DISCOUNTS } from '#domain/commission/split-order.ts'
import type { Terms } from '#domain/commission/terms.ts'
import { saleCaptured } from '#domain/ledger/sale-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { buildParty } from './build-item.ts'

const BATCH = 500

export interface OrderWishes {
  count: number
  suppliers?: number
  streamers?: number
  /** Announce each sale in the outbox, as a captured payment does. */
  announced?: boolean
  terms?: Partial<Terms>
  discounts?: Partial<Discounts>
  freightFen?: bigint
}

export interface BuiltOrders {
  orderIds: string[]
  supplierIds: string[]
  streamerIds: string[]
}

/**
 * Thousands of paid orders as `capturePayment` leaves them, one unique item each: set-based SQL for the rows, the ledger's own
 * function for the money. Prices differ, so that rounding does too.
 */
export async function buildPaidOrders(db: Db, wishes: OrderWishes): Promise<BuiltOrders> {
  const { count, suppliers = 5, streamers = 4, announced = true, freightFen = 0n } = wishes
  const discounts = { ...NO_DISCOUNTS, ...wishes.discounts }
  const supplierIds = await buildParties(db, 'supplier', suppliers)
  const streamerIds = await buildParties(db, 'streamer', streamers)
  const terms = JSON.stringify({ ...ORDER_TERMS, planId: randomUUID(), ...wishes.terms })
  const orderIds: string[] = []
  while (orderIds.length < count) {
    const size = Math.min(BATCH, count - orderIds.length)
    const parties = { supplierIds, streamerIds }
    const scene = { first: orderIds.length, size, ...parties, terms, announced, discounts, freightFen }
    orderIds.push(...(await db.transaction().execute(trx => buildBatch(trx, scene))))
  }
  return { orderIds, supplierIds, streamerIds }
}

export const ORDER_TERMS: Omit<Terms, 'planId'> = {
  planVersion: 1,
  planKind: 'open',
  rateBps: 815,
  serviceRateBps: 150,
  techRateBps: 1_000,
  platformRateBps: 200,
  agencyId: null,
  agencyRateBps: 0,
  leaderId: null,
  priceModel: 'commission',
  supplyPriceFen: null,
  floorFen: null,
  ceilingFen: null,
  settlementTier: 'B',
  settlementDays: 7,
  ruleVersions: {},
}

async function buildParties(db: Db, kind: 'supplier' | 'streamer', count: number): Promise<string[]> {
  const ids: string[] = []
  for (let n = 1; n <= count; n++) ids.push(await buildParty(db, kind, `${kind} ${n} of a test`))
  return ids
}

interface Batch {
  first: number
  size: number
  supplierIds: string[]
  streamerIds: string[]
  terms: string
  announced: boolean
  discounts: Discounts
  freightFen: bigint
}

async function buildBatch(trx: Transaction<Database>, batch: Batch): Promise<string[]> {
  const ids = (count: number) => Array.from({ length: count }, () => randomUUID())
  const orderIds = ids(batch.size)
  await sql`
    CREATE TEMP TABLE wanted ON COMMIT DROP AS
    SELECT order_id, item_id, report_id, hold_id, ${batch.first}::int + n AS n,
      (${batch.supplierIds}::uuid[])[1 + n % ${batch.supplierIds.length}::int] AS supplier_id,
      (${batch.streamerIds}::uuid[])[1 + n % ${batch.streamerIds.length}::int] AS streamer_id,
      50000 + (n * 7919 % 900000)::bigint AS price_fen,
      upper(substr(md5(order_id::text), 1, 12)) AS code
    FROM unnest(${orderIds}::uuid[], ${ids(batch.size)}::uuid[], ${ids(batch.size)}::uuid[], ${ids(batch.size)}::uuid[])
      WITH ORDINALITY AS wish(order_id, item_id, report_id, hold_id, n)
  `.execute(trx)
  await insertItems(trx)
  await insertSessions(trx, batch)
  await insertOrders(trx, batch)
  const { rows } = await sql<{ orderId: string; paidFen: bigint; platformDiscountFen: bigint }>`
    SELECT order_id, paid_fen, platform_discount_fen FROM wanted JOIN orders ON orders.id = order_id ORDER BY n
  `.execute(trx)
  await postEntries(trx, rows.map(saleCaptured))
  return orderIds
}

async function insertItems(trx: Transaction<Database>): Promise<void> {
  await sql`
    INSERT INTO item (id, supplier_id, supplier_sku, category_code, title, identity, price_fen, qty, grade, state)
    SELECT item_id, supplier_id, 'BULK-' || code, 'phone', '测试手机 ' || n, code, price_fen, 0, '95', 'sold' FROM wanted
  `.execute(trx)
  await sql`
    INSERT INTO report (id, code, item_id, supplier_id, kind, state, inspector_name, inspected_on, template_code,
      template_version, content, grade, grade_reasons, rubric_version, content_hash, signature, signing_key_id, published_at, expires_at)
    SELECT report_id, code, item_id, supplier_id, 'streamer', 'published', '测试员', current_date, 'phone',
      1, '{}', '95', '[]', 1, sha256('x'), sha512('x'), 'test', app_now(), app_now() + interval '30 days'
    FROM wanted
  `.execute(trx)
  await sql`UPDATE item SET report_id = wanted.report_id FROM wanted WHERE item.id = wanted.item_id`.execute(
    trx,
  )
}

async function insertSessions(trx: Transaction<Database>, { terms }: Batch): Promise<void> {
  await sql`
    INSERT INTO live_session (streamer_id, title, room_code, starts_at, ends_at, state)
    SELECT streamer_id, '测试场', upper(substr(md5(random()::text), 1, 8)), app_now(), app_now() + interval '2 hours', 'ended'
    FROM (SELECT DISTINCT streamer_id FROM wanted) AS streamers
    WHERE NOT EXISTS (SELECT FROM live_session WHERE live_session.streamer_id = streamers.streamer_id)
  `.execute(trx)
  await sql`
    INSERT INTO live_hold (id, item_id, listing_generation, session_id, streamer_id, supplier_id,
      hold_token, terms, exposure_fen, until, state)
    SELECT hold_id, item_id, 1, live_session.id, wanted.streamer_id, wanted.supplier_id, 1, ${terms}::jsonb, 0, app_now(), 'sold'
    FROM wanted JOIN live_session USING (streamer_id)
  `.execute(trx)
}

async function insertOrders(
  trx: Transaction<Database>,
  { terms, announced, discounts, freightFen }: Batch,
): Promise<void> {
  const { supplierFen, platformFen, streamerFen } = discounts
  const extraFen = freightFen - supplierFen - platformFen - streamerFen
  await sql`
    INSERT INTO orders (id, no, item_id, listing_generation, hold_token, supplier_id, streamer_id, agency_id, session_id,
      live_hold_id, report_id, state, list_fen, supplier_discount_fen, platform_discount_fen, streamer_discount_fen, freight_fen,
      paid_fen, terms, link_token_hash, idempotency_key, request_hash, checkout_until, paid_at)
    SELECT order_id, 'B' || code, item_id, 1, 1, supplier_id, wanted.streamer_id,
      (${terms}::jsonb ->> 'agencyId')::uuid, live_session.id, hold_id,
      report_id, 'paid', price_fen, ${supplierFen}, ${platformFen}, ${streamerFen}, ${freightFen}, price_fen + ${extraFen},
      ${terms}::jsonb, sha256(order_id::text::bytea), order_id::text, sha256('x'),
      app_now(), app_now()
    FROM wanted JOIN live_session USING (streamer_id)
  `.execute(trx)
  await sql`
    INSERT INTO sale (item_id, listing_generation, order_id, hold_token) SELECT item_id, 1, order_id, 1 FROM wanted
  `.execute(trx)
  await sql`
    INSERT INTO buyer_contact (order_id, sealed, region, name_masked, phone_masked)
    SELECT order_id, sha256('x'), '上海市', '测**', '138****00' FROM wanted
  `.execute(trx)
  await sql`
    INSERT INTO payment (order_id, purpose, out_trade_no, amount_fen, state, rail_transaction_id, succeeded_at)
    SELECT order_id, 'order', 'PB' || code, price_fen + ${extraFen}, 'succeeded', 'bulk-' || code, app_now() FROM wanted
  `.execute(trx)
  await sql`
    INSERT INTO rail_simulator.payment (out_trade_no, amount_fen, subject, return_url, expires_at, pays_at, transaction_id)
    SELECT 'PB' || code, price_fen + ${extraFen}, '测试手机', 'http://localhost/', app_now() + interval '5 minutes', app_now(), 'bulk-' || code
    FROM wanted
  `.execute(trx)
  if (!announced) return
  await sql`
    INSERT INTO outbox (kind, key, payload)
    SELECT 'order_paid', 'order:' || order_id || ':paid', jsonb_build_object('orderId', order_id) FROM wanted
  `.execute(trx)
}

/** All orders as received, with the days of their terms over, so that they can be settled. */
export async function letOrdersMature(db: Db): Promise<void> {
  await sql`
    UPDATE orders SET state = 'received', shipped_at = app_now(), received_at = app_now(),
      matures_at = app_now() - interval '1 second'
    WHERE state = 'paid'
  `.execute(db)
}
