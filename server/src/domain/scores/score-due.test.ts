import { buildPaidOrders, type BuiltOrders } from '@haowu/server/test/build-orders.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { scoreDue } from './score-due.ts'

const at = (daysAgo: number) => sql<Date>`app_now() - ${daysAgo}::int * interval '1 day'`

/** Two suppliers and two streamers who joined 40 days ago, with 40 orders paid five days ago, shipped the next day, received two later. */
async function buildTrade(t: TestDatabase): Promise<BuiltOrders> {
  const trade = await buildPaidOrders(t.db, { count: 40, suppliers: 2, streamers: 2, announced: false })
  await t.db
    .updateTable('party')
    .set({ createdAt: at(40) })
    .execute()
  await t.db
    .updateTable('orders')
    .set({ paidAt: at(5), shippedAt: at(4), receivedAt: at(2), maturesAt: at(0), state: 'received' })
    .execute()
  await t.db
    .updateTable('liveHold')
    .set({ endedAt: at(5) })
    .execute()
  return trade
}

async function readScore(t: TestDatabase, partyId: string) {
  const { rows } = await sql<{
    score: number
    tier: string
    day: string
    inputs: { code: string; base: number; bad: number }[]
  }>`
    SELECT score, tier, day::text, inputs FROM party_score WHERE party_id = ${partyId} ORDER BY day DESC LIMIT 1
  `.execute(t.db)
  const [row] = rows
  if (!row) throw new Error('no score')
  return { ...row, of: (code: string) => row.inputs.find(input => input.code === code) }
}

const everything = async (t: TestDatabase) => ({
  facts: (await sql`SELECT * FROM score_fact ORDER BY subject_id, day, fact`.execute(t.db)).rows,
  scores: (
    await sql`SELECT party_id, day, score, tier, tier_before, inputs FROM party_score ORDER BY party_id, day`.execute(
      t.db,
    )
  ).rows,
  notices: (await sql`SELECT key FROM notice ORDER BY key`.execute(t.db)).rows,
})

test('each day is counted and scored once, with what it was made of; a second run does nothing', async () => {
  await using t = await createTestDatabase()
  const { supplierIds, streamerIds } = await buildTrade(t)
  const run = await scoreDue(t)
  expect(run.scored).toBe(4 * 30)
  const supplier = await readScore(t, supplierIds[0] ?? '')
  expect(supplier.of('report_match')).toMatchObject({ base: 20, bad: 0 })
  expect(supplier.of('shipped_in_time')).toMatchObject({ base: 20, bad: 0 })
  expect(supplier.score).toBeGreaterThan(8_000)
  const streamer = await readScore(t, streamerIds[0] ?? '')
  expect(streamer.of('holds_sold')).toMatchObject({ base: 20, bad: 0 })
  const before = await everything(t)
  expect(await scoreDue(t)).toEqual({ counted: 0, scored: 0, tiersChanged: 0 })
  expect(await everything(t)).toEqual(before)
})

test('a run that was killed goes on where it stopped, and two at once make one', async () => {
  await using t = await createTestDatabase()
  await buildTrade(t)
  await scoreDue(t)
  const whole = await everything(t)
  // As if it had been killed with half the days counted and some parties scored.
  await sql`DELETE FROM score_fact WHERE day >= business_day(app_now()) - 4`.execute(t.db)
  await sql`UPDATE score_count SET counted_at = NULL WHERE day >= business_day(app_now()) - 4`.execute(t.db)
  await sql`
    DELETE FROM party_score WHERE day = business_day(app_now()) - 1 AND party_id IN (SELECT party_id FROM party_score LIMIT 2)
  `.execute(t.db)
  await Promise.all([scoreDue(t), scoreDue(t), scoreDue(t)])
  expect(await everything(t)).toEqual(whole)
})

test('nobody is scored while another run still counts a day', async () => {
  await using t = await createTestDatabase()
  await buildTrade(t)
  await scoreDue(t)
  const whole = await everything(t)
  await sql`DELETE FROM party_score WHERE day = business_day(app_now()) - 1`.execute(t.db)
  await sql`UPDATE score_count SET counted_at = NULL WHERE day = business_day(app_now()) - 2`.execute(t.db)
  await t.db.transaction().execute(async other => {
    await sql`SELECT FROM score_count WHERE counted_at IS NULL AND source = 'ratings' FOR UPDATE`.execute(
      other,
    )
    expect(await scoreDue(t)).toMatchObject({ scored: 0 })
  })
  await scoreDue(t)
  expect(await everything(t)).toEqual(whole)
})

test('what went wrong is counted on its day: late, called off, returned, held to the end, left to run out', async () => {
  await using t = await createTestDatabase()
  const { orderIds, supplierIds, streamerIds } = await buildTrade(t)
  const [supplierId = '', streamerId = ''] = [supplierIds[0], streamerIds[0]]
  const own = (
    await t.db
      .selectFrom('orders')
      .select(['id', 'liveHoldId'])
      .where('supplierId', '=', supplierId)
      .orderBy('id')
      .execute()
  ).map(({ id, liveHoldId }) => ({ orderId: id, liveHoldId }))
  expect(orderIds.length).toBe(40)
  const [late, never, called, returned, kept, expired] = own
  if (!late || !never || !called || !returned || !kept || !expired) throw new Error('too few orders')
  await t.db
    .updateTable('orders')
    .set({ shippedAt: at(2) })
    .where('id', '=', late.orderId)
    .execute()
  await t.db
    .updateTable('orders')
    .set({ shippedAt: null, receivedAt: null, maturesAt: null, state: 'paid' })
    .where('id', 'in', [never.orderId, called.orderId])
    .execute()
  for (const [orderId, reason, days] of [
    [called.orderId, 'supplier_cancelled', 4],
    [returned.orderId, 'after_sale', 1],
  ] as const) {
    const { id } = await t.db
      .selectFrom('payment')
      .select('id')
      .where('orderId', '=', orderId)
      .executeTakeFirstOrThrow()
    await t.db
      .insertInto('refund')
      .values({
        orderId,
        paymentId: id,
        outRefundNo: `R${orderId}`,
        amountFen: 1n,
        reason,
        requestedBy: 'test',
        createdAt: at(days),
      })
      .execute()
  }
  await t.db
    .updateTable('liveSession')
    .set({ startsAt: at(6), endsAt: at(5) })
    .execute()
  await t.db.updateTable('liveHold').set({ state: 'released' }).where('id', '=', kept.liveHoldId).execute()
  await t.db.updateTable('liveHold').set({ state: 'expired' }).where('id', '=', expired.liveHoldId).execute()
  await scoreDue(t)
  const supplier = await readScore(t, supplierId)
  // Twenty less the one that was called off before its time was over; one too late and one never.
  expect(supplier.of('shipped_in_time')).toMatchObject({ base: 19, bad: 2 })
  expect(supplier.of('not_cancelled')).toMatchObject({ base: 20, bad: 1 })
  expect(supplier.of('not_returned')).toMatchObject({ base: 18, bad: 1 })
  const { rows } = await sql<{ fact: string; n: number }>`
    SELECT fact, sum(n)::int AS n FROM score_fact WHERE subject_id = ${streamerId} AND source = 'holds' GROUP BY 1
  `.execute(t.db)
  expect(Object.fromEntries(rows.map(({ fact, n }) => [fact, n]))).toMatchObject({
    hold_sold: 18,
    hold_unsold: 1,
    hold_expired: 1,
  })
})

test('a tier moves with the score, is told once and written down, and leaves what was sold before as it was', async () => {
  await using t = await createTestDatabase()
  const { supplierIds } = await buildTrade(t)
  const [supplierId = ''] = supplierIds
  await t.db.updateTable('party').set({ tier: 'D' }).where('id', '=', supplierId).execute()
  const terms = await t.db.selectFrom('orders').select(['id', 'terms']).orderBy('id').execute()
  const { tiersChanged } = await scoreDue(t)
  expect(tiersChanged).toBe(1)
  const party = await t.db
    .selectFrom('party')
    .select('tier')
    .where('id', '=', supplierId)
    .executeTakeFirstOrThrow()
  expect(party.tier).toBe('B')
  const told = await t.db.selectFrom('notice').selectAll().where('partyId', '=', supplierId).execute()
  expect(told).toMatchObject([{ kind: 'tier_changed', refType: 'score', facts: { from: 'D', to: 'B' } }])
  const acts = await t.db.selectFrom('auditLog').selectAll().where('action', '=', 'tier_changed').execute()
  expect(acts).toHaveLength(1)
  expect(await t.db.selectFrom('orders').select(['id', 'terms']).orderBy('id').execute()).toEqual(terms)
})
