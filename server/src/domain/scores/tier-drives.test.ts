import { buildPaidOrders } from '@haowu/server/test/build-orders.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createPlan } from '#domain/commission/create-plan.ts'
import { explainTerms } from '#domain/commission/explain-terms.ts'
import { readLendingTerms } from '#domain/custody/read-lending-terms.ts'
import { readDepositDue } from '#domain/deposits/deposit-due.ts'
import { readScore } from './read-score.ts'
import { scoreDue } from './score-due.ts'

const at = (daysAgo: number) => sql<Date>`app_now() - ${daysAgo}::int * interval '1 day'`

/** A supplier and a streamer of the lowest tier who have traded well for some days. */
async function buildGoodTrade(t: TestDatabase) {
  const { supplierIds, streamerIds, orderIds } = await buildPaidOrders(t.db, {
    count: 20,
    suppliers: 1,
    streamers: 1,
    announced: false,
  })
  await t.db
    .updateTable('party')
    .set({ createdAt: at(40), tier: 'D' })
    .execute()
  await t.db
    .updateTable('orders')
    .set({ paidAt: at(5), shippedAt: at(4), receivedAt: at(2), maturesAt: at(0), state: 'received' })
    .execute()
  await t.db
    .updateTable('liveHold')
    .set({ endedAt: at(5) })
    .execute()
  const supplierId = supplierIds[0] ?? ''
  const plan = { supplierId, kind: 'open', name: '普通', categoryCode: null, rateBps: 800 } as const
  await createPlan(t, { ...plan, serviceRateBps: 0, streamerIds: [] })
  const { itemId } = await t.db
    .selectFrom('orders')
    .select('itemId')
    .where('id', '=', orderIds[0] ?? '')
    .executeTakeFirstOrThrow()
  return { supplierId, streamerId: streamerIds[0] ?? '', itemId }
}

test('a tier that the night moves drives the days of settlement, the limits and the deposit of what follows', async () => {
  await using t = await createTestDatabase()
  const { supplierId, streamerId, itemId } = await buildGoodTrade(t)
  const seen = async () => {
    const terms = await explainTerms(t.db, { itemId, streamerId, priceFen: 100_000n })
    const due = await readDepositDue(t.db, supplierId)
    return {
      settlementDays: terms.winner?.settlementDays,
      settlementTier: terms.winner?.settlementTier,
      loans: (await readLendingTerms(t.db, { streamerId, itemId })).mostAtOnce,
      depositFactor: due.factor.factorBps,
      due: due.dueFen === (due.greatestFen * BigInt(due.factor.factorBps)) / 10_000n,
    }
  }
  const low = await seen()
  expect(low).toMatchObject({ settlementTier: 'D', settlementDays: 30, depositFactor: 15_000 })
  await scoreDue(t)
  const { tier } = await readScore(t.db, { partyId: supplierId })
  expect(tier).toBe('B')
  const risen = await seen()
  expect(risen).toMatchObject({ settlementTier: 'B', settlementDays: 7, depositFactor: 10_000 })
  expect(risen.loans).toBeGreaterThan(low.loans)
  // What the screen says of the tier is what the three places do.
  const effects = (await readScore(t.db, { partyId: streamerId })).effects
  expect(effects.find(effect => effect.tier === 'B')).toMatchObject({
    holdLimit: 200,
    loanLimit: risen.loans,
    depositFactorBps: risen.depositFactor,
  })
})
