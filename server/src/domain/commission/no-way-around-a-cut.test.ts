import { buildItem, buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { PLAN_KINDS, PLAN_MOVES } from '@haowu/shared/plan-states.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { changeRate } from './change-rate.ts'
import { type CreatePlan, createPlan } from './create-plan.ts'
import { estimateEarnings } from './estimate-earnings.ts'
import { explainTerms } from './explain-terms.ts'
import { movePlan } from './move-plan.ts'

let t: TestDatabase
let supplierId: string
let streamers: [string, string]
let pieces: { itemId: string; priceFen: bigint }[]
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())
beforeEach(buildScene)

async function buildScene(): Promise<void> {
  supplierId = await buildParty(t.db, 'supplier')
  streamers = [await buildParty(t.db, 'streamer'), await buildParty(t.db, 'streamer')]
  pieces = []
  for (const categoryCode of ['phone', 'phone', 'luxury_bag']) {
    const { itemId } = await buildItem(t.db, { supplierId, categoryCode, priceFen: 100_000n })
    pieces.push({ itemId, priceFen: 100_000n })
  }
}

const create = (wishes: Partial<CreatePlan>) =>
  createPlan(t, {
    supplierId,
    kind: 'open',
    name: '计划',
    categoryCode: null,
    streamerIds: [],
    rateBps: 800,
    ...wishes,
  })
const rateOf = async (streamerId = streamers[0]) =>
  (await explainTerms(t.db, { itemId: pieces[0]?.itemId ?? '', streamerId, priceFen: 100_000n })).winner
    ?.rateBps
const promiseTo = async (streamerId = streamers[0]) =>
  (await explainTerms(t.db, { itemId: pieces[0]?.itemId ?? '', streamerId, priceFen: 100_000n })).promise

async function tomorrow<Result>(look: () => Promise<Result>): Promise<Result> {
  await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + 86400')
  try {
    return await look()
  } finally {
    await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds - 86400')
  }
}

test.each<[string, (first: string) => Partial<CreatePlan>]>([
  ['a newer one', () => ({})],
  ['one of the category', () => ({ categoryCode: 'phone' })],
  ['one of the piece', () => ({ itemIds: [pieces[0]?.itemId ?? ''] })],
  ['one made for him', first => ({ kind: 'targeted', streamerIds: [first] })],
  ['a supply price', () => ({ priceModel: 'supply_price', rateBps: 0, supplyRateBps: 9_500 })],
])('%s that pays less begins with the next day, and his promise says so', async (_, wishes) => {
  await create({})
  expect(await promiseTo()).toEqual({ until: null, reason: null })
  const { startsLater } = await create({ rateBps: 300, ...wishes(streamers[0]) })
  expect(startsLater).toBe(true)
  expect(await rateOf()).toBe(800)
  expect(await promiseTo()).toMatchObject({ reason: 'cut' })
  await tomorrow(async () => expect([300, 0]).toContain(await rateOf()))
})

test.each<[string, (second: string) => Partial<CreatePlan>]>([
  ['pays more', () => ({ rateBps: 900 })],
  ['is for other pieces', () => ({ categoryCode: 'luxury_bag', rateBps: 900 })],
  ['lets nobody in before he asks', () => ({ kind: 'targeted', needsApproval: true, rateBps: 300 })],
])('one that %s begins at once', async (_, wishes) => {
  await create({})
  expect(await create(wishes(streamers[1]))).toMatchObject({ startsLater: false })
})

test('one made for another leaves him what he has, and a rate that has not begun is no way in', async () => {
  const { planId: own } = await create({ kind: 'targeted', streamerIds: [streamers[0]], rateBps: 800 })
  expect(await create({ kind: 'targeted', streamerIds: [streamers[1]], rateBps: 300 })).toMatchObject({
    startsLater: false,
  })
  const { planId } = await create({ kind: 'exclusive', streamerIds: [streamers[0]], rateBps: 300 })
  await changeRate(t, { supplierId, planId, rateBps: 400, serviceRateBps: 0 })
  expect(await rateOf()).toBe(800)
  await changeRate(t, { supplierId, planId, rateBps: 850, serviceRateBps: 0 })
  expect(
    (await explainTerms(t.db, { itemId: pieces[0]?.itemId ?? '', streamerId: streamers[0], priceFen: 1n }))
      .winner,
  ).toMatchObject({ planId })
  expect(own).not.toBe(planId)
})

test('a paused plan that pays less than what counts meanwhile goes on with the next day, and may be paused anew', async () => {
  const { planId } = await create({ categoryCode: 'phone', rateBps: 300 })
  await movePlan(t, { supplierId, planId, move: 'pause' })
  await tomorrow(async () => {
    await create({ rateBps: 800 })
    expect(await rateOf()).toBe(800)
    await movePlan(t, { supplierId, planId, move: 'resume' })
    expect(await rateOf()).toBe(800)
    expect(await promiseTo()).toMatchObject({ reason: 'cut' })
    await tomorrow(async () => {
      expect(await rateOf()).toBe(300)
      await movePlan(t, { supplierId, planId, move: 'pause' })
      expect(await rateOf()).toBe(300)
      await tomorrow(async () => expect(await rateOf()).toBe(800))
    })
  })
})

interface Act {
  move: (typeof PLAN_MOVES)[number] | 'create' | 'change'
  at: number
  rateBps: number
  kind: (typeof PLAN_KINDS)[number]
  reach: 'all' | 'phone' | 'luxury_bag' | 'piece'
  who: number
}

test('whatever a supplier does, nobody earns less today, and less tomorrow only where his promise ends then', async () => {
  const act = fc.record<Act>({
    move: fc.constantFrom('create', 'create', 'create', 'create', 'change', ...PLAN_MOVES),
    at: fc.nat(9),
    rateBps: fc.integer({ min: 1, max: 20 }).map(n => n * 100),
    kind: fc.constantFrom(...PLAN_KINDS),
    reach: fc.constantFrom('all', 'phone', 'luxury_bag', 'piece'),
    who: fc.integer({ min: 1, max: 3 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 6 }), async acts => {
      await buildScene()
      const planIds = [(await create({ rateBps: 1_500 })).planId]
      for (const each of acts) {
        const before = await earnings()
        await carryOut(each, planIds)
        const after = await earnings()
        for (const [deal, fen] of before)
          expect(after.get(deal) ?? 0n, `${deal} after ${each.move}`).toBeGreaterThanOrEqual(fen)
        const until = await promises()
        const next = await tomorrow(earnings)
        for (const [deal, fen] of after) {
          if ((next.get(deal) ?? 0n) < fen) expect(until.get(deal), `the promise of ${deal}`).not.toBeNull()
        }
      }
    }),
    { numRuns: 5 },
  )
})

async function carryOut(act: Act, planIds: string[]): Promise<void> {
  const planId = planIds[act.at % planIds.length] as string
  if (act.move === 'create') {
    const named = streamers.filter((_, at) => act.who & (1 << at))
    const made = await create({
      kind: act.kind,
      rateBps: act.rateBps,
      streamerIds: act.kind === 'open' ? [] : named,
      categoryCode: act.reach === 'phone' || act.reach === 'luxury_bag' ? act.reach : null,
      itemIds: act.reach === 'piece' ? [pieces[act.at % 3]?.itemId ?? ''] : [],
    })
    planIds.push(made.planId)
    return
  }
  if (act.move === 'change') {
    await changeRate(t, { supplierId, planId, rateBps: act.rateBps, serviceRateBps: 0 })
    return
  }
  await movePlan(t, { supplierId, planId, move: act.move })
}

const deals = () => streamers.flatMap(streamerId => pieces.map(piece => ({ ...piece, streamerId })))
const nameOf = ({ streamerId, itemId }: { streamerId: string; itemId: string }) => `${streamerId} ${itemId}`

/** What each streamer would earn with each piece now. */
async function earnings(): Promise<Map<string, bigint>> {
  const earned = new Map<string, bigint>()
  for (const streamerId of streamers) {
    const estimates = await estimateEarnings(t.db, { streamerId, items: pieces })
    for (const [itemId, { earnFen }] of estimates) earned.set(nameOf({ streamerId, itemId }), earnFen)
  }
  return earned
}

async function promises(): Promise<Map<string, Date | null>> {
  const until = new Map<string, Date | null>()
  for (const deal of deals()) {
    const { promise } = await explainTerms(t.db, deal)
    until.set(nameOf(deal), promise?.until ?? null)
  }
  return until
}
