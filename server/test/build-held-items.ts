import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { buildParty } from './build-item.ts'
import { ORDER_TERMS } from './build-orders.ts'

export interface HeldItems {
  roomCode: string
  items: { itemId: string; priceFen: bigint }[]
}

/** A live session with `count` unique items of one supplier on its run sheet, ready to be bought in its room. */
export async function buildHeldItems(
  db: Db,
  { count, priceFen = null }: { count: number; priceFen?: bigint | null },
): Promise<HeldItems> {
  const supplierId = await buildParty(db, 'supplier')
  const streamerId = await buildParty(db, 'streamer')
  const terms = JSON.stringify({ ...ORDER_TERMS, planId: randomUUID() })
  return db.transaction().execute(async trx => {
    const { rows: sessions } = await sql<{ id: string; roomCode: string }>`
      INSERT INTO live_session (streamer_id, title, room_code, starts_at, ends_at, state)
      VALUES (${streamerId}, '测试场', upper(substr(md5(random()::text), 1, 8)), app_now(), app_now() + interval '4 hours', 'live')
      RETURNING id, room_code
    `.execute(trx)
    const [session] = sessions
    if (!session) throw new Error('a session was not written')
    await sql`
      CREATE TEMP TABLE wanted ON COMMIT DROP AS
      SELECT gen_random_uuid() AS item_id, gen_random_uuid() AS report_id, gen_random_uuid() AS hold_id, n,
        coalesce(${priceFen}::bigint, 50000 + (n * 7919 % 900000)::bigint) AS price_fen, upper(substr(md5(random()::text || n), 1, 12)) AS code
      FROM generate_series(1, ${count}::int) AS n
    `.execute(trx)
    await sql`
      INSERT INTO item (id, supplier_id, supplier_sku, category_code, title, identity, price_fen, grade, state, hold_token,
        live_hold_id, live_hold_until)
      SELECT item_id, ${supplierId}, 'HELD-' || code, 'phone', '测试手机 ' || n, code, price_fen, '95', 'live_held', 1,
        hold_id, app_now() + interval '4 hours'
      FROM wanted
    `.execute(trx)
    await sql`
      INSERT INTO report (id, code, item_id, supplier_id, kind, state, inspector_name, inspected_on, template_code,
        template_version, content, grade, grade_reasons, rubric_version, content_hash, signature, signing_key_id, published_at, expires_at)
      SELECT report_id, code, item_id, ${supplierId}, 'third_party', 'published', '测试员', current_date, 'phone',
        1, '{}', '95', '[]', 1, sha256('x'), sha512('x'), 'test', app_now(), app_now() + interval '30 days'
      FROM wanted
    `.execute(trx)
    await sql`UPDATE item SET report_id = wanted.report_id FROM wanted WHERE item.id = wanted.item_id`.execute(
      trx,
    )
    await sql`
      INSERT INTO live_hold (id, item_id, listing_generation, session_id, streamer_id, supplier_id,
        hold_token, terms, exposure_fen, until)
      SELECT hold_id, item_id, 1, ${session.id}, ${streamerId}, ${supplierId}, 1, ${terms}::jsonb, 0, app_now() + interval '4 hours' FROM wanted
    `.execute(trx)
    await sql`
      INSERT INTO slot (session_id, item_id, hold_id, position) SELECT ${session.id}, item_id, hold_id, n FROM wanted
    `.execute(trx)
    const { rows: items } = await sql<{ itemId: string; priceFen: bigint }>`
      SELECT item_id, price_fen FROM wanted ORDER BY n
    `.execute(trx)
    return { roomCode: session.roomCode, items }
  })
}
