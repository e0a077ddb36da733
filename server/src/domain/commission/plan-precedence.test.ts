import { randomInt } from 'node:crypto'
import { buildItem, buildParty } from '@haowu/server/test/build-item.ts'
import { buildBlock, buildRandomPlan } from '@haowu/server/test/build-plans.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { PLAN_KINDS } from '@haowu/shared/plan-states.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refreshEntries } from '#domain/plaza/refresh-entries.ts'
import { refreshTerms } from '#domain/plaza/refresh-terms.ts'
import { createPlan } from './create-plan.ts'
import { estimateEarnings } from './estimate-earnings.ts'
import { explainTerms } from './explain-terms.ts'
import { priceLimits } from './price-limits.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

interface Piece {
  itemId: string
  supplierId: string
  priceFen: bigint
}
let streamerId: string
let pieces: Piece[]

/** Suppliers with plans of every sort for this streamer and for others, one of whom wants nothing of him. */
async function buildMarket(tier: string): Promise<void> {
  const other = await buildParty(t.db, 'streamer')
  streamerId = await buildParty(t.db, 'streamer')
  await t.db.updateTable('party').set({ tier }).where('id', '=', streamerId).execute()
  pieces = []
  for (let n = 0; n < 4; n++) {
    const supplierId = await buildParty(t.db, 'supplier')
    for (const categoryCode of ['phone', 'luxury_bag', 'phone']) {
      const priceFen = BigInt(randomInt(1, 1_000_000))
      const { itemId } = await buildItem(t.db, { supplierId, categoryCode, priceFen })
      pieces.push({ itemId, supplierId, priceFen })
    }
    const itemId = pieces.at(-1)?.itemId ?? ''
    for (let plan = 0; plan < 9; plan++)
      await buildRandomPlan(t.db, { supplierId, itemId, streamerId, other })
    if (n === 3) await buildBlock(t.db, { supplierId, streamerId })
  }
}

test.each(['A', 'B', 'D'])(
  'for a streamer of tier %s estimates agree with the explanation, and all that applies but the winner is weaker',
  async tier => {
    await buildMarket(tier)
    const estimates = await estimateEarnings(t.db, { streamerId, items: pieces })
    for (const piece of pieces) {
      const { winner, shares, candidates } = await explainTerms(t.db, { ...piece, streamerId })
      const earned = shares.find(share => share.role === 'streamer')
      expect(estimates.get(piece.itemId)?.earnFen ?? null).toEqual(earned?.amountFen ?? null)
      expect(candidates.filter(({ outcome }) => outcome === 'won')).toHaveLength(winner ? 1 : 0)
      const [won] = candidates
      if (!winner || !won) continue
      expect(won).toMatchObject({ planId: winner.planId, outcome: 'won' })
      for (const { kind, outcome } of candidates) {
        if (outcome === 'weaker_kind')
          expect(PLAN_KINDS.indexOf(kind)).toBeGreaterThan(PLAN_KINDS.indexOf(won.kind))
        if (outcome === 'less_specific' || outcome === 'older') expect(kind).toBe(won.kind)
      }
      const { floorFen, ceilingFen } = priceLimits(winner, piece.priceFen)
      expect(floorFen).toBeLessThanOrEqual(piece.priceFen)
      expect(ceilingFen).toBeGreaterThanOrEqual(piece.priceFen)
      for (const priceFen of [floorFen, ceilingFen]) {
        const { shares: divided } = await explainTerms(t.db, { ...piece, streamerId, priceFen })
        expect(divided.reduce((sum, { amountFen }) => sum + amountFen, 0n)).toBe(priceFen)
      }
    }
  },
)

test('the plaza orders by what a streamer without tier, history, names or approval would get', async () => {
  await buildMarket('B')
  const stranger = await buildParty(t.db, 'streamer')
  await t.db.updateTable('party').set({ tier: 'D' }).where('id', '=', stranger).execute()
  const compare = async () => {
    for (const piece of pieces) {
      const entry = await t.db
        .selectFrom('plazaEntry')
        .select(['rateBps', 'commissionFen'])
        .where('itemId', '=', piece.itemId)
        .executeTakeFirstOrThrow()
      const { winner, shares } = await explainTerms(t.db, { ...piece, streamerId: stranger })
      // Conditions that a stranger happens to meet show on the piece itself only.
      if (winner && (await hasConditions(winner.planId))) continue
      const get = (role: string) => shares.find(share => share.role === role)
      const commission = get('streamer')?.steps.find(step => step.name === 'commission')
      expect(entry.commissionFen?.toString() ?? null).toBe(commission?.resultFen ?? null)
      expect(entry.rateBps === null).toBe(winner === null)
    }
  }
  await refreshEntries(t)
  await compare()
  await refreshTerms(t)
  await compare()
  for (const piece of pieces) {
    const scene = { ...piece, streamerId, other: stranger }
    if (randomInt(2)) await buildRandomPlan(t.db, { ...scene, other: streamerId })
  }
  await refreshTerms(t)
  await compare()
})

async function hasConditions(planId: string): Promise<boolean> {
  const plan = await t.db
    .selectFrom('plan')
    .select(['minTier', 'minOrders'])
    .where('id', '=', planId)
    .executeTakeFirstOrThrow()
  return plan.minTier !== null || plan.minOrders !== null
}

test('the winner is the same whatever the order in which plans of different strength were made', async () => {
  const streamer = await buildParty(t.db, 'streamer')
  const winners = new Set<string>()
  for (let round = 0; round < 12; round++) {
    const supplierId = await buildParty(t.db, 'supplier')
    const { itemId } = await buildItem(t.db, { supplierId, priceFen: 10_000n })
    const wishes = PLAN_KINDS.flatMap(kind =>
      [{ itemIds: [itemId], categoryCode: null }, { categoryCode: 'phone' }, { categoryCode: null }].map(
        (reach, index) => ({ kind, ...reach, rateBps: 900 - 100 * (PLAN_KINDS.indexOf(kind) * 3 + index) }),
      ),
    ).sort(() => randomInt(3) - 1)
    for (const wish of wishes) {
      const streamerIds = wish.kind === 'open' ? [] : [streamer]
      await createPlan(t, { supplierId, name: 'any', streamerIds, ...wish })
    }
    const { winner } = await explainTerms(t.db, { itemId, streamerId: streamer, priceFen: 10_000n })
    winners.add(`${winner?.planKind} ${winner?.rateBps}`)
  }
  expect([...winners]).toEqual(['exclusive 900'])
})
