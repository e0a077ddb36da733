import { buildPaidOrders } from '@haowu/server/test/build-orders.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { listAllRatings } from './list-all-ratings.ts'
import { hideRating, showRating } from './moderate-rating.ts'
import { pruneScores } from './prune-scores.ts'
import { listRatings, readRatingMeans } from './read-ratings.ts'
import { scoreDue } from './score-due.ts'

const ANNA = 'user:anna'

/** Two ratings of one supplier, given three days ago: five stars and one. */
async function buildRated(t: TestDatabase): Promise<{ supplierId: string; badId: string }> {
  const { orderIds, supplierIds } = await buildPaidOrders(t.db, {
    count: 2,
    suppliers: 1,
    streamers: 1,
    announced: false,
  })
  const [supplierId = ''] = supplierIds
  await sql`UPDATE party SET created_at = app_now() - interval '40 days'`.execute(t.db)
  for (const [index, orderId] of orderIds.entries()) {
    const stars = index === 0 ? 5 : 1
    await sql`
      INSERT INTO rating (order_id, supplier_id, streamer_id, goods, service, logistics, words, shown_name, counts, rated_at, rated_on)
      SELECT id, supplier_id, streamer_id, ${stars}, ${stars}, ${stars}, 'x', '欧**', true, app_now() - interval '3 days',
        business_day(app_now() - interval '3 days') FROM orders WHERE id = ${orderId}
    `.execute(t.db)
  }
  const bad = await t.db.selectFrom('rating').select('id').where('goods', '=', 1).executeTakeFirstOrThrow()
  return { supplierId, badId: bad.id }
}

const missedOf = async (t: TestDatabase, supplierId: string) => {
  const row = await t.db
    .selectFrom('scoreFact')
    .select('n')
    .where('subjectId', '=', supplierId)
    .where('fact', '=', 'goods_missed')
    .executeTakeFirst()
  return row?.n ?? 0
}

test('a hidden rating is kept with clause and reason, shown and counted nowhere, until it is shown again', async () => {
  await using t = await createTestDatabase()
  const { supplierId, badId } = await buildRated(t)
  await scoreDue(t)
  expect(await readRatingMeans(t.db, { supplierId })).toMatchObject({ count: 2, goods: 300 })
  expect(await missedOf(t, supplierId)).toBe(4)

  const hide = { ratingId: badId, clauseCode: 'report_mismatch', reason: '辱骂，与商品无关', actor: ANNA }
  await expect(hideRating(t, { ...hide, clauseCode: 'none' })).rejects.toMatchObject({ code: 'not_found' })
  const answers = await Promise.all([hideRating(t, hide), hideRating(t, hide)])
  expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1)
  await scoreDue(t)
  expect(await readRatingMeans(t.db, { supplierId })).toMatchObject({ count: 1, goods: 500 })
  expect(await missedOf(t, supplierId)).toBe(0)
  const own = await listRatings(t.db, { supplierId, limit: 10 })
  expect(own.find(({ id }) => id === badId)).toMatchObject({ hiddenReason: '辱骂，与商品无关' })
  expect(await listAllRatings(t.db, { hidden: true, limit: 10 })).toMatchObject([{ id: badId }])

  await showRating(t, { ratingId: badId, actor: ANNA })
  expect(await showRating(t, { ratingId: badId, actor: ANNA })).toEqual({ repeated: true })
  await scoreDue(t)
  expect(await readRatingMeans(t.db, { supplierId })).toMatchObject({ count: 2, goods: 300 })
  expect(await missedOf(t, supplierId)).toBe(4)
  const acts = await t.db.selectFrom('auditLog').select('action').where('subjectId', '=', badId).execute()
  expect(acts.map(({ action }) => action).sort()).toEqual(['rating_hidden', 'rating_shown'])
})

test('old facts and scores go, changes of tier and the last score stay, and a second run finds nothing', async () => {
  await using t = await createTestDatabase()
  const { supplierId } = await buildRated(t)
  await scoreDue(t)
  const days = async () =>
    (await t.db.selectFrom('partyScore').select('day').where('partyId', '=', supplierId).execute()).length
  const before = await days()
  await sql`
    UPDATE party_score SET tier_before = 'C' WHERE party_id = ${supplierId}
      AND day = (SELECT min(day) FROM party_score WHERE party_id = ${supplierId})
  `.execute(t.db)
  expect(await pruneScores(t)).toBe(0)
  expect(await days()).toBe(before)
  await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + $1', [500 * 86_400])
  expect(await pruneScores(t)).toBeGreaterThan(0)
  expect(await t.db.selectFrom('scoreFact').selectAll().execute()).toEqual([])
  expect(await days()).toBe(before)
  await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + $1', [700 * 86_400])
  await Promise.all([pruneScores(t), pruneScores(t)])
  expect(await days()).toBe(2)
  expect(await pruneScores(t)).toBe(0)
})
