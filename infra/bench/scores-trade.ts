import type pg from 'pg'

export interface TradeSize {
  orders: number
  suppliers: number
  streamers: number
}

/**
 * Thirty days of trade, written directly: so many orders spread over suppliers and streamers, shipped and received, one in fifty
 * returned or called off, a quarter rated, and a live hold behind each. As superuser, without the checks of foreign keys.
 */
export async function writeTrade(
  client: pg.Client,
  { orders, suppliers, streamers }: TradeSize,
): Promise<void> {
  await client.query(`
    SET session_replication_role = replica;
    INSERT INTO party (kind, name, created_at)
      SELECT 'supplier', 'supplier ' || n, app_now() - interval '60 days' FROM generate_series(1, ${suppliers}) AS n;
    INSERT INTO party (kind, name, created_at)
      SELECT 'streamer', 'streamer ' || n, app_now() - interval '60 days' FROM generate_series(1, ${streamers}) AS n;
    CREATE TEMP TABLE side AS SELECT id, kind, row_number() OVER (PARTITION BY kind ORDER BY id) - 1 AS n FROM party;
    INSERT INTO live_session (streamer_id, title, room_code, starts_at, ends_at, state)
      SELECT id, 'show', upper(lpad(to_hex(n), 8, '0')), app_now() - interval '15 days', app_now() - interval '14 days', 'ended'
      FROM side WHERE kind = 'streamer';
    CREATE TEMP TABLE trade AS
      SELECT gen_random_uuid() AS id, gen_random_uuid() AS hold_id, series.n, supplier.id AS supplier_id, streamer.id AS streamer_id,
        live_session.id AS session_id, app_now() - interval '32 days' + random() * interval '30 days' AS paid_at,
        random() AS luck
      FROM generate_series(1, ${orders}) AS series(n)
      JOIN side AS supplier ON supplier.kind = 'supplier' AND supplier.n = series.n % ${suppliers}
      JOIN side AS streamer ON streamer.kind = 'streamer' AND streamer.n = (series.n / ${suppliers}) % ${streamers}
      JOIN live_session ON live_session.streamer_id = streamer.id;
    INSERT INTO orders (id, no, item_id, listing_generation, hold_token, supplier_id, streamer_id, session_id, live_hold_id,
      report_id, state, list_fen, paid_fen, terms, link_token_hash, idempotency_key, request_hash, checkout_until, created_at,
      paid_at, shipped_at, received_at, matures_at)
    SELECT id, 'N' || n, id, 1, 1, supplier_id, streamer_id, session_id, hold_id, id, 'completed', 100, 100, '{}',
      sha256(id::text::bytea), id::text, sha256('x'), paid_at, paid_at, paid_at,
      CASE WHEN luck > 0.01 THEN paid_at + (10 + 45 * luck) * interval '1 hour' END,
      CASE WHEN luck > 0.01 THEN paid_at + 60 * interval '1 hour' END,
      CASE WHEN luck > 0.01 THEN paid_at + 60 * interval '1 hour' END
    FROM trade;
    INSERT INTO live_hold (id, item_id, listing_generation, session_id, streamer_id, supplier_id,
      hold_token, terms, exposure_fen, until, state, ended_at)
    SELECT hold_id, id, 1, session_id, streamer_id, supplier_id, 1, '{}', 0, paid_at,
      CASE WHEN luck < 0.03 THEN 'expired' WHEN luck < 0.1 THEN 'released' ELSE 'sold' END, paid_at
    FROM trade;
    INSERT INTO refund (order_id, payment_id, out_refund_no, amount_fen, reason, state, requested_by, created_at)
    SELECT id, id, 'R' || n, 100, CASE WHEN luck < 0.01 THEN 'supplier_cancelled' ELSE 'after_sale' END, 'succeeded', 'bench',
      paid_at + CASE WHEN luck < 0.01 THEN 20 ELSE 80 END * interval '1 hour'
    FROM trade WHERE luck < 0.02;
    INSERT INTO rating (order_id, supplier_id, streamer_id, goods, service, logistics, shown_name, counts, rated_at, rated_on)
    SELECT id, supplier_id, streamer_id, 3 + n % 3, 4 + n % 2, 3 + n / 3 % 3, '王**', n % 10 > 0, rated_at, business_day(rated_at)
    FROM trade CROSS JOIN LATERAL (SELECT paid_at + interval '62 hours' AS rated_at) AS said
    WHERE n % 4 = 0 AND luck > 0.01 AND rated_at < app_now();
    CREATE TABLE loop_score (party_id uuid, day date, score int, inputs jsonb);
    SET session_replication_role = DEFAULT;
  `)
  // The loop asks by party; the nightly job of ours never does.
  await client.query('CREATE INDEX loop_rating_streamer ON rating (streamer_id)')
  await client.query('CREATE INDEX loop_hold_streamer ON live_hold (streamer_id, ended_at)')
  await client.query('VACUUM ANALYZE')
  await client.query('GRANT INSERT, SELECT ON loop_score TO haowu_app')
}
