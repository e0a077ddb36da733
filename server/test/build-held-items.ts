import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { buildParty, signedContent } from './build-item.ts'
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
    await insertReports(trx, supplierId)
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

/** Each signed as if the product had published it, because a room shows nothing that was not. */
async function insertReports(trx: Transaction<Database>, supplierId: string): Promise<void> {
  const { rows: wanted } = await sql<{ itemId: string; reportId: string; code: string }>`
    SELECT item_id, report_id, code FROM wanted
  `.execute(trx)
  const records = wanted.map(({ itemId, reportId, code }) => {
    const { content, contentHash, signature, keyId } = signedContent(code)
    const hex = { content_hash: contentHash.toString('hex'), signature: signature.toString('hex') }
    return { item_id: itemId, report_id: reportId, content, key_id: keyId, ...hex }
  })
  await sql`
    INSERT INTO report (id, code, item_id, supplier_id, kind, state, inspector_name, inspected_on, template_code,
      template_version, content, grade, grade_reasons, rubric_version, content_hash, signature, signing_key_id, published_at, expires_at)
    SELECT report_id, content->>'code', item_id, ${supplierId}, 'third_party', 'published', '测试员', current_date, 'phone',
      1, content, '95', '[]', 1, decode(content_hash, 'hex'), decode(signature, 'hex'), key_id, app_now(), app_now() + interval '30 days'
    FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS row(item_id uuid, report_id uuid, content jsonb,
      content_hash text, signature text, key_id text)
  `.execute(trx)
}
