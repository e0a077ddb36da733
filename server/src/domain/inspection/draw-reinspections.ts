import { createHash, createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { standing } from '#domain/catalog/item-states.ts'

/** A draw that was missed is made up for, so long. */
const DAYS_BACK = 7

/**
 * Picks from the reports of each of the last days, once a day, by the rule `reinspection_rate`. Who is picked follows from
 * the day's seed alone: nobody can guess it, the same day always gives the same pieces, and the seed's hash on record
 * proves later that nobody chose. Returns how many were picked now.
 */
export async function drawReinspections({ db, secret }: { db: Db; secret: Buffer }): Promise<number> {
  const { rows } = await sql<{ day: string }>`
    SELECT day::text AS day FROM generate_series(business_day(app_now()) - ${DAYS_BACK}::int, business_day(app_now()) - 1, interval '1 day') AS day
    WHERE NOT EXISTS (SELECT FROM reinspection_draw WHERE reinspection_draw.day = day::date)
    ORDER BY day
  `.execute(db)
  let picked = 0
  for (const { day } of rows)
    picked += await db.transaction().execute(trx => draw(trx, day.slice(0, 10), secret))
  return picked
}

async function draw(trx: Transaction<Database>, day: string, secret: Buffer): Promise<number> {
  const { value } = await readRule(trx, 'reinspection_rate')
  const seed = createHmac('sha256', secret).update(`reinspection:${day}`).digest('hex')
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('reinspectionDraw')
    .values({
      day,
      seedHash: createHash('sha256').update(seed).digest('hex'),
      rateBps: value.rateBps,
      reports: 0,
      picked: 0,
    })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) return 0
  const picks = await pick(trx, { day, seed, ...value })
  await sql`UPDATE reinspection_draw SET picked = ${picks.length}, reports = (
      SELECT count(*) FROM report WHERE ${publishedOn(day)}) WHERE day = ${day}`.execute(trx)
  for (const { id, supplierId, itemId } of picks) {
    const telling = { partyId: supplierId, kind: 'reinspection_picked', refId: itemId } as const
    await tellParty(trx, { ...telling, key: `reinspection:${id}` })
  }
  return picks.length
}

const publishedOn = (day: string) => sql<boolean>`report.published_at >= ${`${day} 00:00+08`}::timestamptz
  AND report.published_at < ${`${day} 00:00+08`}::timestamptz + interval '1 day'`

type Drawing = { day: string; seed: string; rateBps: number; mostPerSupplier: number }

/** Each report's number is its place in the draw; of one supplier's, the lowest come first. */
async function pick(trx: Transaction<Database>, { day, seed, rateBps, mostPerSupplier }: Drawing) {
  const { rows } = await sql<{ id: string; supplierId: string; itemId: string }>`
    WITH drawn AS (
      SELECT report.id, report.item_id, report.supplier_id, report.inspection_agency_id, report.inspector_id,
        ('x' || substr(encode(sha256(convert_to(${seed} || report.id::text, 'UTF8')), 'hex'), 1, 8))::bit(32)::bigint AS lot
      FROM report JOIN item ON item.report_id = report.id
      WHERE ${publishedOn(day)} AND report.state = 'published'
        AND item.state IN ${standing}
    ), ranked AS (
      SELECT *, row_number() OVER (PARTITION BY supplier_id ORDER BY lot, id) AS place FROM drawn
      WHERE lot % 10000 < ${rateBps}
    )
    INSERT INTO reinspection (report_id, item_id, supplier_id, inspection_agency_id, inspector_id, drawn_for)
    SELECT id, item_id, supplier_id, inspection_agency_id, inspector_id, ${day}::date FROM ranked
    WHERE place <= ${mostPerSupplier} ORDER BY id
    ON CONFLICT (report_id) DO NOTHING
    RETURNING id, supplier_id, item_id
  `.execute(trx)
  return rows
}
