import { buildItem, buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { createHash, createHmac, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decideReinspection } from './decide-reinspection.ts'
import { drawReinspections } from './draw-reinspections.ts'
import { listReinspections } from './list-reinspections.ts'

let t: TestDatabase
const secret = Buffer.alloc(32, 5)
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

/** Reports that suppliers published yesterday: `each` of every one of `suppliers`. */
async function publishYesterday(suppliers: number, each: number): Promise<void> {
  await sql`
    WITH origin AS (SELECT supplier.id AS supplier_id, uuid_v7() AS item_id, uuid_v7() AS report_id, n
      FROM party AS supplier, generate_series(1, ${each}::int) AS n WHERE supplier.id = ANY(${await parties(suppliers)}::uuid[])
    ), goods AS (
      INSERT INTO item (id, supplier_id, supplier_sku, category_code, title, identity, price_fen, grade, state, report_id)
      SELECT item_id, supplier_id, 'DRAW-' || item_id, 'phone', '手机', 'X' || item_id, 100000, '95', 'available', report_id FROM origin
    )
    INSERT INTO report (id, code, item_id, supplier_id, kind, state, inspector_name, inspected_on, template_code, template_version,
      content, grade, grade_reasons, rubric_version, content_hash, signature, signing_key_id, published_at, expires_at)
    SELECT report_id, upper(substr(md5(report_id::text), 1, 12)), item_id, supplier_id, 'streamer', 'published', '王工',
      business_day(app_now()) - 1, 'phone', 1, ${CONTENT}, '95', '[]', 1, decode(repeat('00', 32), 'hex'),
      decode(repeat('00', 64), 'hex'), 'test', app_now() - interval '1 day', app_now() + interval '30 days' FROM origin
  `.execute(t.db)
}

const CONTENT = JSON.stringify({
  agency: null,
  inspector: '王工',
  item: { identity: 'SN:X:1' },
  template: { code: 'phone', version: 1 },
  measured: { cosmetic: 'light', battery_pct: 91 },
})

async function parties(count: number): Promise<string[]> {
  const ids: string[] = []
  for (let at = 0; at < count; at++) ids.push(await buildParty(t.db, 'supplier'))
  return ids
}

const picked = () =>
  t.db.selectFrom('reinspection').select(['reportId', 'supplierId']).orderBy('reportId').execute()

test('a day is drawn once: two in a hundred by the seed on record, twenty of a supplier at most', async () => {
  await publishYesterday(20, 60)
  await publishYesterday(1, 3_000)
  const { rows } = await sql<{ day: string }>`SELECT (business_day(app_now()) - 1)::text AS day`.execute(t.db)
  const day = rows[0]?.day ?? ''
  const drawn = await Promise.all([1, 2].map(() => drawReinspections({ db: t.db, secret })))
  expect(drawn).toContain(0)
  expect(await drawReinspections({ db: t.db, secret })).toBe(0)

  // Anybody who is shown the seed can draw again by hand.
  const seed = createHmac('sha256', secret).update(`reinspection:${day}`).digest('hex')
  const lotOf = (id: string) => createHash('sha256').update(`${seed}${id}`).digest().readUInt32BE(0)
  const reports = await t.db.selectFrom('report').select(['id', 'supplierId']).execute()
  const lots = reports
    .map(report => ({ ...report, lot: lotOf(report.id) }))
    .filter(({ lot }) => lot % 10_000 < 200)
    .sort((a, b) => a.lot - b.lot)
  const places = new Map<string, number>()
  const expected = lots.filter(({ supplierId }) => {
    const place = (places.get(supplierId) ?? 0) + 1
    places.set(supplierId, place)
    return place <= 20
  })
  expect((await picked()).map(({ reportId }) => reportId)).toEqual(expected.map(({ id }) => id).sort())
  // 3,000 of one supplier are 60 in the mean: the bound holds him at 20.
  expect(Math.max(...places.values())).toBeGreaterThan(20)
  const record = await t.db
    .selectFrom('reinspectionDraw')
    .selectAll()
    .where('day', '=', day)
    .executeTakeFirstOrThrow()
  expect(record).toMatchObject({ rateBps: 200, reports: 4_200, picked: expected.length })
  expect(record.seedHash).toBe(createHash('sha256').update(seed).digest('hex'))
  const told = await t.db
    .selectFrom('notice')
    .select('key')
    .where('kind', '=', 'reinspection_picked')
    .execute()
  expect(told).toHaveLength(expected.length)
})

async function drawnOne(): Promise<string> {
  const { itemId, supplierId, reportId } = await buildItem(t.db)
  // What was signed is not the application's to change.
  await t.owner.query('UPDATE report SET content = $1 WHERE id = $2', [CONTENT, reportId])
  await sql`INSERT INTO reinspection_draw (day, seed_hash, rate_bps, reports, picked) VALUES ('2026-01-01', 'aa', 200, 1, 1)
    ON CONFLICT DO NOTHING`.execute(t.db)
  const { rows } = await sql<{ id: string }>`
    INSERT INTO reinspection (report_id, item_id, supplier_id, drawn_for)
    VALUES (${reportId}, ${itemId}, ${supplierId}, '2026-01-01') RETURNING id
  `.execute(t.db)
  return rows[0]?.id ?? ''
}

const byOperator = { memberId: randomUUID(), actor: 'user:operator', note: '' }

test('a second look is decided once, and says what was reported beside what was found', async () => {
  const reinspectionId = await drawnOne()
  const differences = [
    { field: 'battery_pct', found: 84 },
    { field: 'identity', found: 'SN:X:2' },
  ]
  await decideReinspection(t, { ...byOperator, reinspectionId, outcome: 'differs', differences })
  const again = decideReinspection(t, { ...byOperator, reinspectionId, outcome: 'match', differences: [] })
  await expect(again).rejects.toMatchObject({ code: 'stale_version' })
  const [row] = await listReinspections(t.db, { reinspectionId, limit: 1 })
  expect(row).toMatchObject({
    state: 'done',
    outcome: 'differs',
    differences: [
      { field: 'battery_pct', reported: 91, found: 84 },
      { field: 'identity', reported: 'SN:X:1', found: 'SN:X:2' },
    ],
  })
})

test.each([
  ['differs without a difference', 'differs', []],
  ['a match with one', 'match', [{ field: 'battery_pct', found: 84 }]],
  ['impossible with one', 'impossible', [{ field: 'battery_pct', found: 84 }]],
  ['a field the template does not have', 'differs', [{ field: 'colour', found: 'red' }]],
] as const)('%s is refused and decides nothing', async (_, outcome, differences) => {
  const reinspectionId = await drawnOne()
  const decide = decideReinspection(t, {
    ...byOperator,
    reinspectionId,
    outcome,
    differences: [...differences],
  })
  await expect(decide).rejects.toMatchObject({ code: 'bad_request' })
  expect(await listReinspections(t.db, { reinspectionId, limit: 1 })).toMatchObject([{ state: 'picked' }])
})

test('a piece that could not be seen counts for nobody', async () => {
  const reinspectionId = await drawnOne()
  await decideReinspection(t, { ...byOperator, reinspectionId, outcome: 'impossible', differences: [] })
  const [row] = await listReinspections(t.db, { reinspectionId, limit: 1 })
  expect(row).toMatchObject({ state: 'impossible', outcome: null })
})
