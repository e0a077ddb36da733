import { buildItem, buildParty } from '@haowu/server/test/build-item.ts'
import { buildPaidOrders } from '@haowu/server/test/build-orders.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { askForPlan, withdrawRequest } from './ask-for-plan.ts'
import { blockStreamer, unblockStreamer } from './block-streamer.ts'
import { changeRate } from './change-rate.ts'
import { type CreatePlan, createPlan } from './create-plan.ts'
import { decideOffer, listOffers } from './decide-offer.ts'
import { decideRequests } from './decide-requests.ts'
import { explainTerms } from './explain-terms.ts'
import { listItemRates } from './item-rates.ts'
import { listPlans } from './list-plans.ts'
import { listReceivedRequests, listSentRequests } from './list-requests.ts'
import { movePlan } from './move-plan.ts'
import { readOfferOfItem } from './offer-of-item.ts'
import { listRecruitablePlans, proposeService } from './propose-service.ts'
import { setKeep } from './set-keep.ts'
import { suggestRate } from './suggest-rate.ts'

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
  itemId = (await buildItem(t.db, { supplierId, priceFen: 500_000n })).itemId
})

const create = async (wishes: Partial<CreatePlan> = {}) => {
  const plan = { supplierId, kind: 'open' as const, name: '计划', categoryCode: null, streamerIds: [] }
  return (await createPlan(t, { ...plan, rateBps: 800, ...wishes })).planId
}
const explain = () => explainTerms(t.db, { itemId, streamerId, priceFen: 500_000n })
const outcomeOf = async (planId: string) =>
  (await explain()).candidates.find(plan => plan.planId === planId)?.outcome
const ask = (planId: string) => askForPlan(t, { planId, streamerId, note: '每周三场手机专场' })
const decide = (requestIds: string[], approve: boolean, reason = '') =>
  decideRequests(t, { supplierId, requestIds, approve, reason })
const afterDays = async (days: number, look: () => Promise<void>) => {
  await t.owner.query('UPDATE app_clock SET shift_seconds = $1', [days * 86_400])
  try {
    await look()
  } finally {
    await t.owner.query('UPDATE app_clock SET shift_seconds = 0')
  }
}

describe('a plan with approval', () => {
  test('is asked for, approved and then gives its rate; the streamer reads the state on the piece', async () => {
    await create()
    const planId = await create({ kind: 'targeted', needsApproval: true, rateBps: 1_500 })
    const doors = async () => (await readOfferOfItem(t.db, { itemId, streamerId, priceFen: 500_000n })).doors
    expect(await doors()).toMatchObject([{ planId, rateBps: 1_500, request: null }])
    expect(await outcomeOf(planId)).toBe('needs_approval')
    const { requestId } = await ask(planId)
    expect(await ask(planId)).toEqual({ requestId })
    expect(await doors()).toMatchObject([{ request: 'asked' }])
    expect(await outcomeOf(planId)).toBe('request_waiting')
    expect(await listReceivedRequests(t.db, { supplierId, limit: 5 })).toMatchObject([
      { id: requestId, streamerId, state: 'asked', note: '每周三场手机专场', orders: 0, gmvFen: 0n },
    ])
    expect(await decide([requestId], true)).toEqual({ decided: 1 })
    expect(await decide([requestId], true)).toEqual({ decided: 0 })
    expect((await explain()).winner).toMatchObject({ planId, rateBps: 1_500 })
    expect(await doors()).toEqual([])
    expect(await listSentRequests(t.db, { streamerId, limit: 5 })).toMatchObject([{ state: 'approved' }])
    const notices = await t.db.selectFrom('notice').select(['kind']).where('refId', '=', requestId).execute()
    expect(notices.map(({ kind }) => kind).sort()).toEqual(['plan_request_approved', 'plan_requested'])
  })

  test('asked for by many at the same moment is asked for once', async () => {
    const planId = await create({ kind: 'targeted', needsApproval: true })
    const asked = await Promise.all(Array.from({ length: 6 }, () => ask(planId)))
    expect(new Set(asked.map(({ requestId }) => requestId)).size).toBe(1)
  })

  test('is refused with a reason only, may be asked for again, and an approval may be taken back with the next day', async () => {
    await create({ rateBps: 300 })
    const planId = await create({ kind: 'targeted', needsApproval: true })
    const { requestId } = await ask(planId)
    await expect(decide([requestId], false)).rejects.toMatchObject({ code: 'bad_request' })
    await decide([requestId], false, '近期不做直播')
    expect(await outcomeOf(planId)).toBe('request_refused')
    const again = await ask(planId)
    expect(again.requestId).not.toBe(requestId)
    await decide([again.requestId], true)
    expect(await outcomeOf(planId)).toBe('won')
    expect((await explain()).promise).toEqual({ until: null, reason: null })
    await decide([again.requestId], false, '改变主意')
    expect(await outcomeOf(planId)).toBe('won')
    expect((await explain()).promise).toMatchObject({ reason: 'cut' })
    await afterDays(1, async () => {
      expect((await explain()).winner).toMatchObject({ rateBps: 300 })
      expect(await outcomeOf(planId)).toBe('request_refused')
    })
  })

  test('that nobody answers expires and lets one ask anew; withdrawn it is gone', async () => {
    const planId = await create({ kind: 'targeted', needsApproval: true })
    const { requestId } = await ask(planId)
    await afterDays(8, async () => {
      expect(await outcomeOf(planId)).toBe('needs_approval')
      expect(await decide([requestId], true)).toEqual({ decided: 0 })
      const again = await ask(planId)
      expect(again.requestId).not.toBe(requestId)
      await withdrawRequest(t, { requestId: again.requestId, streamerId })
      expect(await decide([again.requestId], true)).toEqual({ decided: 0 })
    })
  })

  test("another supplier's requests and another streamer's do not exist; one stranger's among many stops all", async () => {
    const planId = await create({ kind: 'targeted', needsApproval: true })
    const { requestId } = await ask(planId)
    const stranger = await buildParty(t.db, 'supplier')
    const theirs = { supplierId: stranger, requestIds: [requestId], approve: true, reason: '' }
    await expect(decideRequests(t, theirs)).rejects.toMatchObject({ code: 'not_found' })
    await expect(withdrawRequest(t, { requestId, streamerId: supplierId })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('conditions', () => {
  test('of tier bind who comes by himself; who was named is in', async () => {
    await t.db.updateTable('party').set({ tier: 'C' }).where('id', '=', streamerId).execute()
    const planId = await create({ minTier: 'B' })
    expect(await outcomeOf(planId)).toBe('conditions_not_met')
    await t.db.updateTable('party').set({ tier: 'B' }).where('id', '=', streamerId).execute()
    expect(await outcomeOf(planId)).toBe('won')
  })

  test.each([{ minOrders: 1 }, { minGmvFen: 1n }, { minScore: 1 }])(
    'of history %o are not met by a newcomer, who may not even ask',
    async condition => {
      expect(await outcomeOf(await create(condition))).toBe('conditions_not_met')
      const asked = await create({ kind: 'targeted', needsApproval: true, ...condition })
      await expect(ask(asked)).rejects.toMatchObject({ code: 'not_found' })
    },
  )

  test('of orders, turnover and score are met by who has them, for as long as they are recent', async () => {
    const { streamerIds } = await buildPaidOrders(t.db, { count: 3, streamers: 1 })
    const seller = streamerIds[0] as string
    const { rows } = await t.owner.query(
      'SELECT sum(list_fen - refunded_fen)::bigint AS fen FROM orders WHERE streamer_id = $1',
      [seller],
    )
    const gmvFen = BigInt(rows[0].fen)
    await t.owner.query(
      `INSERT INTO party_score (party_id, day, score, tier, tier_before, rule_version, inputs)
       VALUES ($1, business_day(app_now()), 8000, 'B', 'B', 1, '{}')`,
      [seller],
    )
    const fits = async (condition: Partial<CreatePlan>) => {
      const planId = await create(condition)
      const { candidates } = await explainTerms(t.db, { itemId, streamerId: seller, priceFen: 500_000n })
      return candidates.find(plan => plan.planId === planId)?.outcome !== 'conditions_not_met'
    }
    expect([await fits({ minOrders: 3 }), await fits({ minOrders: 4 })]).toEqual([true, false])
    expect([await fits({ minGmvFen: gmvFen }), await fits({ minGmvFen: gmvFen + 1n })]).toEqual([true, false])
    expect([await fits({ minScore: 8_000 }), await fits({ minScore: 8_001 })]).toEqual([true, false])
    await afterDays(31, async () => expect(await fits({ minOrders: 1 })).toBe(false))
    await t.owner.query(
      `UPDATE orders SET state = 'refunding', refunded_fen = paid_fen, refunded_freight_fen = freight_fen
       WHERE streamer_id = $1`,
      [seller],
    )
    expect(await fits({ minOrders: 1 })).toBe(false)
  })

  test('a blocked streamer gets no plan until he is let in again', async () => {
    const planId = await create()
    await blockStreamer(t, { supplierId, streamerId, reason: '多次爽约' })
    expect(await outcomeOf(planId)).toBe('blocked')
    await unblockStreamer(t, { supplierId, streamerId })
    expect(await outcomeOf(planId)).toBe('won')
  })

  test('a plan counts through its last day and not beyond', async () => {
    const { rows } = await t.owner.query('SELECT business_day(app_now())::text AS today')
    const planId = await create({ endsOn: rows[0].today })
    const { promise } = await explain()
    expect(promise).toMatchObject({ reason: 'plan_end' })
    await afterDays(1, async () => expect(await outcomeOf(planId)).toBe('ended'))
    await expect(create({ endsOn: '2020-01-01' })).rejects.toMatchObject({ code: 'bad_request' })
  })
})

describe('moving a plan', () => {
  const move = (planId: string, step: 'pause' | 'resume' | 'end' | 'keep') =>
    movePlan(t, { supplierId, planId, move: step })

  test('a pause is told a day ahead, comes with midnight, and is taken back at once', async () => {
    const planId = await create()
    await move(planId, 'pause')
    await move(planId, 'pause')
    expect(await outcomeOf(planId)).toBe('won')
    const { promise } = await explain()
    expect(promise).toMatchObject({ reason: 'pause' })
    expect(await listPlans(t.db, { supplierId })).toMatchObject([
      { state: 'active', pausesAt: promise?.until },
    ])
    await afterDays(1, async () => {
      expect(await outcomeOf(planId)).toBe('paused')
      expect(await listPlans(t.db, { supplierId })).toMatchObject([{ state: 'paused', pausesAt: null }])
      await move(planId, 'resume')
      expect(await outcomeOf(planId)).toBe('won')
    })
  })

  test('both sides read why a rate counts and until when, before a pause, under it, and never of plans for others', async () => {
    const other = await buildParty(t.db, 'streamer')
    const open = await create()
    const targeted = await create({ kind: 'targeted', streamerIds: [streamerId], rateBps: 1_000 })
    await create({ kind: 'exclusive', streamerIds: [other], rateBps: 2_000 })
    await create({ categoryCode: 'luxury_bag' })
    const offer = () => readOfferOfItem(t.db, { itemId, streamerId, priceFen: 500_000n })
    const told = async () => (await offer()).considered.map(({ planId, outcome }) => [planId, outcome])
    expect(await told()).toEqual([
      [targeted, 'won'],
      [open, 'weaker_kind'],
    ])
    const { steps, terms } = await offer()
    expect(steps.map(({ name, resultFen }) => [name, resultFen])).toEqual([
      ['base', '500000'],
      ['commission', '50000'],
      ['tech', '5000'],
      ['agency', '0'],
      ['streamer', '45000'],
    ])
    expect(terms?.earnFen).toBe(45_000n)
    await move(targeted, 'pause')
    const { promise } = await offer()
    expect(promise).toMatchObject({ reason: 'pause' })
    const { rates } = await listItemRates(t.db, { supplierId, itemId })
    expect(rates.find(({ planId }) => planId === targeted)?.promise).toEqual(promise)
    expect(rates.find(({ planId }) => planId === open)?.promise).toEqual({ until: null, reason: null })
    await afterDays(1, async () => {
      expect(await told()).toEqual([
        [open, 'won'],
        [targeted, 'paused'],
      ])
      expect((await offer()).promise).toEqual({ until: null, reason: null })
    })
    await blockStreamer(t, { supplierId, streamerId, reason: '多次爽约' })
    expect(await offer()).toMatchObject({ terms: null, steps: [], considered: [] })
  })

  test('an end comes with midnight and may be taken back until then, never after', async () => {
    const planId = await create()
    await move(planId, 'end')
    expect(await outcomeOf(planId)).toBe('won')
    expect(await listPlans(t.db, { supplierId })).toMatchObject([{ isEnding: true, state: 'active' }])
    await move(planId, 'keep')
    expect(await listPlans(t.db, { supplierId })).toMatchObject([{ isEnding: false, endsAt: null }])
    await move(planId, 'end')
    await afterDays(1, async () => {
      expect(await outcomeOf(planId)).toBe('ended')
      await expect(move(planId, 'keep')).rejects.toMatchObject({ code: 'plan_state' })
    })
  })

  test('the promise of a rate ends with the next cut, not with a raise', async () => {
    const planId = await create()
    expect((await explain()).promise).toEqual({ until: null, reason: null })
    const { effectiveFrom } = await changeRate(t, { supplierId, planId, rateBps: 500, serviceRateBps: 0 })
    expect((await explain()).promise).toEqual({ until: effectiveFrom, reason: 'cut' })
    await changeRate(t, { supplierId, planId, rateBps: 900, serviceRateBps: 0 })
    expect((await explain()).promise).toEqual({ until: null, reason: null })
  })
})

describe('prices', () => {
  const supply = { priceModel: 'supply_price' as const, rateBps: 0, supplyRateBps: 8_000 }

  test('a supply price is frozen with its limits: fees below, the mark-up above', async () => {
    await create({ ...supply, serviceRateBps: 100 })
    const { winner, shares } = await explain()
    // 400,000 / 97 % = 412,371.13…; 400,000 + 30 % = 520,000
    expect(winner).toMatchObject({
      priceModel: 'supply_price',
      supplyPriceFen: '400000',
      floorFen: '412372',
      ceilingFen: '520000',
    })
    expect(shares.find(({ role }) => role === 'supplier')?.amountFen).toBe(400_000n)
  })

  test.each<[string, Partial<CreatePlan>]>([
    ['a supply price so low that the list price exceeds the mark-up', { ...supply, supplyRateBps: 7_000 }],
    ['a supply price that leaves no room for fees', { ...supply, supplyRateBps: 9_801 }],
    ['a mark-up beyond the hard cap', { ...supply, markupBps: 10_001 }],
    ['a commission beside a supply price', { ...supply, rateBps: 100 }],
    ['a supply price in the commission model', { supplyRateBps: 8_000 }],
  ])('refuses %s', (_, wishes) => expect(create(wishes)).rejects.toMatchObject({ code: 'bad_request' }))

  test('a higher mark-up lets the supply price be lower', async () => {
    await create({ ...supply, supplyRateBps: 5_000, markupBps: 10_000 })
    expect((await explain()).winner).toMatchObject({ supplyPriceFen: '250000', ceilingFen: '500000' })
  })

  test('a commission plan may have a floor and a ceiling of its own', async () => {
    await create({ floorBps: 9_000, ceilingBps: 11_000 })
    expect((await explain()).winner).toMatchObject({ floorFen: '450000', ceilingFen: '550000' })
  })

  test('limits of the item itself count where the plan has none, and the list price may always be asked', async () => {
    await t.db
      .updateTable('item')
      .set({ floorFen: 480_000n, ceilingFen: 490_000n })
      .where('id', '=', itemId)
      .execute()
    await create()
    expect((await explain()).winner).toMatchObject({ floorFen: '480000', ceilingFen: '500000' })
  })

  test('the supplier’s own least is held against each plan, whatever the price model', async () => {
    await setKeep(t, { supplierId, keepBps: 8_500 })
    const tooMuch = { code: 'rate_sum_too_high', facts: { by: 'supplier', maxBps: 1_500 } }
    await expect(create({ rateBps: 1_301 })).rejects.toMatchObject(tooMuch)
    await expect(create(supply)).rejects.toMatchObject(tooMuch)
    await create({ rateBps: 1_300 })
  })

  test('a higher supply price waits for tomorrow, a lower one does not', async () => {
    const planId = await create(supply)
    const change = { supplierId, planId, rateBps: 0, serviceRateBps: 0 }
    await changeRate(t, { ...change, supplyRateBps: 8_500 })
    expect((await explain()).winner).toMatchObject({ supplyPriceFen: '400000' })
    expect((await explain()).promise).toMatchObject({ reason: 'cut' })
    await changeRate(t, { ...change, supplyRateBps: 7_900 })
    expect((await explain()).winner).toMatchObject({ supplyPriceFen: '395000' })
  })
})

describe('what others pay', () => {
  test('is told by quarters once enough suppliers are known, without the asker’s own', async () => {
    const ask = () => suggestRate(t.db, { supplierId, categoryCode: 'tablet' })
    await create({ rateBps: 5_000 })
    for (const rateBps of [500, 600, 800, 900]) await rival(rateBps)
    expect(await ask()).toEqual({ suppliers: 4, leastSuppliers: 5, rates: null })
    await rival(1_200)
    expect(await ask()).toMatchObject({ suppliers: 5, rates: { lowBps: 600, middleBps: 800, highBps: 900 } })
  })

  async function rival(rateBps: number): Promise<void> {
    const other = await buildParty(t.db, 'supplier')
    await buildItem(t.db, { supplierId: other, categoryCode: 'tablet' })
    await create({ supplierId: other, rateBps })
  }

  test('all live plans of one item are listed, the strongest first, with those they are for', async () => {
    const open = await create()
    const named = await create({ itemIds: [itemId] })
    const targeted = await create({ kind: 'targeted', streamerIds: [streamerId] })
    await create({ categoryCode: 'luxury_bag' })
    const { rates } = await listItemRates(t.db, { supplierId, itemId })
    expect(rates.map(({ planId }) => planId)).toEqual([targeted, named, open])
    expect(rates[0]).toMatchObject({ streamerCount: 1, isFree: false })
    await expect(listItemRates(t.db, { supplierId: streamerId, itemId })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('a leader', () => {
  test('who is accepted earns the service fee from the next day on; the others are declined', async () => {
    const [leaderId, rival] = await Promise.all([buildParty(t.db, 'agency'), buildParty(t.db, 'agency')])
    const planId = await create()
    const offer = { planId, serviceRateBps: 300, note: '我有两百位主播' }
    const { offerId } = await proposeService(t, { ...offer, leaderId })
    await proposeService(t, { ...offer, leaderId: rival })
    await decideOffer(t, { supplierId, offerId, accept: true, reason: '' })
    expect((await explain()).winner).toMatchObject({ leaderId: null, serviceRateBps: 0 })
    expect(await listOffers(t.db, { leaderId: rival, limit: 5 })).toMatchObject([{ state: 'declined' }])
    expect(await listRecruitablePlans(t.db, { leaderId: rival })).not.toContainEqual(
      expect.objectContaining({ planId }),
    )
    await expect(decideOffer(t, { supplierId, offerId, accept: true, reason: '' })).rejects.toMatchObject({
      code: 'plan_state',
    })
    await afterDays(1, async () => {
      const { winner, shares } = await explain()
      expect(winner).toMatchObject({ leaderId, serviceRateBps: 300, rateBps: 800 })
      expect(shares.find(({ role }) => role === 'leader')?.amountFen).toBe(15_000n)
    })
    expect((await explain()).promise).toEqual({ until: null, reason: null })
  })

  test('an offer is answered by its own supplier only, and may not break the sum', async () => {
    const leaderId = await buildParty(t.db, 'agency')
    const planId = await create({ rateBps: 5_000 })
    await setKeep(t, { supplierId, keepBps: 4_700 })
    const { offerId } = await proposeService(t, { leaderId, planId, serviceRateBps: 101, note: '' })
    const stranger = await buildParty(t.db, 'supplier')
    const answer = { offerId, accept: true, reason: '' }
    await expect(decideOffer(t, { ...answer, supplierId: stranger })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(decideOffer(t, { ...answer, supplierId })).rejects.toMatchObject({
      code: 'rate_sum_too_high',
    })
  })
})
