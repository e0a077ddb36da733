import { randomInt, randomUUID } from 'node:crypto'
import { PLAN_KINDS } from '@haowu/shared/plan-states.ts'
import { buildItem, buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ChangeRate, changeRate } from './change-rate.ts'
import { type CreatePlan, createPlan } from './create-plan.ts'
import { estimateEarnings } from './estimate-earnings.ts'
import { explainTerms } from './explain-terms.ts'
import { listPlans } from './list-plans.ts'

let t: TestDatabase
let supplierId: string
let streamerId: string
let itemId: string
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())
beforeEach(async () => {
  ;[supplierId, streamerId] = await Promise.all([buildParty(t.db, 'supplier'), buildParty(t.db, 'streamer')])
  itemId = (await buildItem(t.db, { supplierId, priceFen: 490_000n })).itemId
})

const create = (wishes: Partial<CreatePlan> = {}) =>
  createPlan(t, {
    supplierId,
    kind: 'open',
    name: '普通计划',
    categoryCode: null,
    rateBps: 800,
    serviceRateBps: 150,
    streamerIds: [],
    ...wishes,
  })
const change = (planId: string, rates: Partial<ChangeRate>) =>
  changeRate(t, { supplierId, planId, rateBps: 800, serviceRateBps: 150, ...rates })
const explain = () => explainTerms(t.db, { itemId, streamerId, priceFen: 490_000n })
const outcomes = async () =>
  Object.fromEntries((await explain()).candidates.map(({ planId, outcome }) => [planId, outcome]))
const shiftClock = (seconds: number) => t.owner.query('UPDATE app_clock SET shift_seconds = $1', [seconds])

describe('explainTerms', () => {
  test('without any plan there are no terms', async () =>
    expect(await explain()).toEqual({ candidates: [], winner: null, promise: null, shares: [] }))

  test('says why each plan lost: exclusive goes before targeted, targeted before open', async () => {
    const other = await buildParty(t.db, 'streamer')
    const open = await create()
    const category = await create({ categoryCode: 'phone', rateBps: 850 })
    const older = await create({ categoryCode: 'phone', rateBps: 860 })
    const newest = await create({ categoryCode: 'phone', rateBps: 870 })
    const bags = await create({ categoryCode: 'luxury_bag' })
    const targeted = await create({ kind: 'targeted', streamerIds: [streamerId], rateBps: 1000 })
    const forOther = await create({ kind: 'exclusive', streamerIds: [other], rateBps: 1100 })
    expect(await outcomes()).toEqual({
      [open.planId]: 'weaker_kind',
      [category.planId]: 'weaker_kind',
      [older.planId]: 'weaker_kind',
      [newest.planId]: 'weaker_kind',
      [bags.planId]: 'other_category',
      [targeted.planId]: 'won',
      [forOther.planId]: 'not_for_this_streamer',
    })

    await t.db.updateTable('plan').set({ state: 'ended' }).where('id', '=', targeted.planId).execute()
    expect(await outcomes()).toMatchObject({
      [targeted.planId]: 'ended',
      [newest.planId]: 'won',
      [older.planId]: 'older',
      [open.planId]: 'less_specific',
    })

    const exclusive = await create({ kind: 'exclusive', streamerIds: [streamerId], rateBps: 900 })
    expect((await explain()).winner).toMatchObject({ planId: exclusive.planId, rateBps: 900 })
  })

  test('a plan whose first rate starts later is not yet in force', async () => {
    const { planId } = await create()
    await t.owner.query(
      "UPDATE plan_rate SET effective_from = app_now() + interval '1 day' WHERE plan_id = $1",
      [planId],
    )
    expect(await explain()).toMatchObject({ candidates: [{ outcome: 'not_yet_in_force' }], winner: null })
  })

  test('freezes rates, tier, delay and rule versions, and shares out the price to the fen', async () => {
    const agency = await t.db
      .insertInto('party')
      .values({ kind: 'agency', name: '机构' })
      .returning('id')
      .executeTakeFirstOrThrow()
    await t.db.updateTable('party').set({ agencyId: agency.id }).where('id', '=', streamerId).execute()
    await t.db.updateTable('party').set({ tier: 'C' }).where('id', '=', supplierId).execute()
    const { planId } = await create()
    const { winner, shares } = await explain()
    expect(winner).toMatchObject({
      planId,
      planVersion: 1,
      planKind: 'open',
      rateBps: 800,
      serviceRateBps: 150,
      techRateBps: 1000,
      platformRateBps: 200,
      agencyId: agency.id,
      agencyRateBps: 3000,
      leaderId: null,
      settlementTier: 'C',
      settlementDays: 15,
    })
    expect(Object.keys(winner?.ruleVersions ?? {}).sort()).toEqual([
      'agency_rate',
      'platform_fee',
      'settlement_delay',
      'tech_fee',
    ])
    expect(shares.map(({ role, amountFen }) => [role, amountFen])).toEqual([
      ['supplier', 433_650n],
      ['streamer', 24_696n],
      ['agency', 10_584n],
      ['platform', 21_070n],
    ])
  })

  test('an item or streamer that does not exist is not found', async () => {
    await create()
    for (const wrong of [
      { itemId: randomUUID() },
      { streamerId: randomUUID() },
      { streamerId: supplierId },
    ]) {
      await expect(explainTerms(t.db, { itemId, streamerId, priceFen: 1n, ...wrong })).rejects.toMatchObject({
        code: 'not_found',
      })
    }
  })
})

test('estimates for many items agree with the explanation of each, whatever plans there are', async () => {
  const suppliers = [supplierId, await buildParty(t.db, 'supplier'), await buildParty(t.db, 'supplier')]
  const items = await Promise.all(
    suppliers.flatMap(supplier =>
      ['phone', 'luxury_bag'].map(async categoryCode => {
        const { itemId: id } = await buildItem(t.db, { supplierId: supplier, categoryCode })
        return { itemId: id, priceFen: BigInt(randomInt(1, 1_000_000)) }
      }),
    ),
  )
  for (let n = 0; n < 25; n++) {
    const kind = PLAN_KINDS[randomInt(3)] ?? 'open'
    const { planId } = await create({
      kind,
      supplierId: suppliers[randomInt(2)] ?? supplierId,
      categoryCode: [null, 'phone', 'luxury_bag'][randomInt(3)] ?? null,
      rateBps: randomInt(100, 5_000),
      streamerIds: kind === 'open' ? [] : [randomInt(2) ? streamerId : await buildParty(t.db, 'streamer')],
    })
    if (randomInt(4) === 0)
      await t.db.updateTable('plan').set({ state: 'ended' }).where('id', '=', planId).execute()
  }
  const estimates = await estimateEarnings(t.db, { streamerId, items })
  for (const item of items) {
    const { winner, shares } = await explainTerms(t.db, { ...item, streamerId })
    const expected = winner && {
      planKind: winner.planKind,
      rateBps: winner.rateBps,
      earnFen: shares.find(share => share.role === 'streamer')?.amountFen,
    }
    expect(estimates.get(item.itemId) ?? null).toEqual(expected)
  }
})

describe('createPlan', () => {
  test.each<[string, () => Partial<CreatePlan>, string]>([
    ['an open plan below 1 %', () => ({ rateBps: 99 }), 'bad_request'],
    ['an open plan above 50 %', () => ({ rateBps: 5001 }), 'bad_request'],
    [
      'a targeted plan above 80 %',
      () => ({ kind: 'targeted', rateBps: 8001, streamerIds: [streamerId] }),
      'bad_request',
    ],
    [
      'an exclusive plan above 50 %',
      () => ({ kind: 'exclusive', rateBps: 5001, streamerIds: [streamerId] }),
      'bad_request',
    ],
    ['a service fee above 40 %', () => ({ serviceRateBps: 4001 }), 'bad_request'],
    ['a half basis point', () => ({ rateBps: 800.5 }), 'bad_request'],
    ['an open plan with names', () => ({ streamerIds: [streamerId] }), 'bad_request'],
    ['a targeted plan for nobody', () => ({ kind: 'targeted' }), 'bad_request'],
    ['a name of blanks', () => ({ name: '  ' }), 'bad_request'],
    ['a category that does not exist', () => ({ categoryCode: 'spaceship' }), 'not_found'],
    ['a supplier among the streamers', () => ({ kind: 'targeted', streamerIds: [supplierId] }), 'not_found'],
    [
      'rates of 90 % before the platform fee',
      () => ({ rateBps: 5000, serviceRateBps: 4000 }),
      'rate_sum_too_high',
    ],
  ])('refuses %s and writes nothing', async (_, wishes, code) => {
    await expect(create(wishes())).rejects.toMatchObject({ code })
    expect(await listPlans(t.db, { supplierId })).toEqual([])
  })

  test('accepts rates that fill the cap exactly', async () => {
    await create({ rateBps: 5000, serviceRateBps: 3800 })
    expect(await listPlans(t.db, { supplierId })).toMatchObject([{ rateBps: 5000, serviceRateBps: 3800 }])
  })
})

describe('changeRate', () => {
  test('a raise applies now', async () => {
    const { planId } = await create()
    const { version } = await change(planId, { rateBps: 900 })
    expect(version).toBe(2)
    expect((await explain()).winner).toMatchObject({ rateBps: 900, planVersion: 2 })
  })

  test.each([{ rateBps: 700 }, { serviceRateBps: 100 }, { rateBps: 900, serviceRateBps: 100 }])(
    'a cut %j applies from the next day 00:00 in Shanghai',
    async rates => {
      const { planId } = await create()
      const { effectiveFrom } = await change(planId, rates)
      const midnight = new Date(Date.now() + 8 * 3_600_000)
      midnight.setUTCHours(24, 0, 0, 0)
      expect(effectiveFrom).toEqual(new Date(midnight.getTime() - 8 * 3_600_000))
      expect((await explain()).winner).toMatchObject({ rateBps: 800, serviceRateBps: 150, planVersion: 1 })
      expect(await listPlans(t.db, { supplierId })).toMatchObject([
        { rateBps: 800, nextRateBps: rates.rateBps ?? 800, nextFrom: effectiveFrom },
      ])
      await shiftClock(86_400)
      try {
        expect((await explain()).winner).toMatchObject({ rateBps: 800, ...rates, planVersion: 2 })
      } finally {
        await shiftClock(0)
      }
    },
  )

  test('a raise takes back a cut that has not started', async () => {
    const { planId } = await create()
    await change(planId, { rateBps: 500 })
    await change(planId, { rateBps: 850 })
    await shiftClock(86_400)
    try {
      expect((await explain()).winner).toMatchObject({ rateBps: 850 })
    } finally {
      await shiftClock(0)
    }
  })

  test('the same rates again change nothing', async () => {
    const { planId } = await create()
    expect(await change(planId, {})).toEqual({ version: 1, effectiveFrom: null })
  })

  test('changes at the same moment get versions one after the other', async () => {
    const { planId } = await create()
    const changes = await Promise.all([900, 901, 902, 903].map(rateBps => change(planId, { rateBps })))
    expect(changes.map(({ version }) => version).sort()).toEqual([2, 3, 4, 5])
  })

  test("another supplier's plan does not exist", async () => {
    const { planId } = await create()
    const stranger = await buildParty(t.db, 'supplier')
    await expect(change(planId, { supplierId: stranger, rateBps: 900 })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
