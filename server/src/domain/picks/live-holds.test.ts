import { randomUUID } from 'node:crypto'
import { buildItem, buildOrder, buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { confirmSale } from '@haowu/server/test/confirm-sale.ts'
import { holdForCheckout } from '#domain/catalog/hold-for-checkout.ts'
import { changeRate } from '#domain/commission/change-rate.ts'
import { createPlan } from '#domain/commission/create-plan.ts'
import { creditDeposit } from '#domain/deposits/credit-deposit.ts'
import { readDeposit } from '#domain/deposits/read-deposit.ts'
import { settleDepositHolds } from '#domain/deposits/release-deposit.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { addSlot } from './add-slot.ts'
import { createSession } from './create-session.ts'
import { endSession } from './end-session.ts'
import { expireLiveHolds } from './expire-live-holds.ts'
import { readRoom } from './read-room.ts'
import { readSession } from './read-session.ts'
import { removeSlot } from './remove-slot.ts'
import { sellLiveHolds } from './sell-live-holds.ts'
import { startSession } from './start-session.ts'

const HOUR = 3_600_000
const PRICE = 100_000n
const EXPOSURE = 20_000n

let t: TestDatabase
let supplierId: string
let planId: string
let mine: Show
beforeAll(async () => {
  t = await createTestDatabase()
  supplierId = await buildParty(t.db, 'supplier')
  planId = await openPlan(supplierId)
})
afterAll(() => t[Symbol.asyncDispose]())
beforeEach(async () => {
  mine = await openShow()
})
// Whatever a test did to holds and deposits, the books must agree with the legs behind them.
afterEach(async () => expect(await proveLedger(t.db)).toMatchObject({ disagreement: null }))

interface Show {
  streamerId: string
  sessionId: string
  roomCode: string
}

async function openPlan(supplier: string): Promise<string> {
  const plan = {
    kind: 'open',
    name: '普通',
    categoryCode: null,
    rateBps: 800,
    serviceRateBps: 0,
    streamerIds: [],
  } as const
  return (await createPlan(t, { ...plan, streamerIds: [], supplierId: supplier })).planId
}

/** A streamer with a deposit and a session around now. */
async function openShow(
  wishes: { depositFen?: bigint; startsIn?: number; hours?: number } = {},
): Promise<Show> {
  const { depositFen = 1_000_000n, startsIn = 0, hours = 2 } = wishes
  const streamerId = await buildParty(t.db, 'streamer')
  if (depositFen > 0n) {
    const payment = { paymentId: randomUUID(), partyId: streamerId, amountFen: depositFen }
    await t.db.transaction().execute(trx => creditDeposit(trx, payment))
  }
  const startsAt = new Date(Date.now() + startsIn * HOUR)
  const endsAt = new Date(startsAt.getTime() + hours * HOUR)
  return { streamerId, ...(await createSession(t, { streamerId, title: '今晚八点', startsAt, endsAt })) }
}

const newItem = async (wishes: Parameters<typeof buildItem>[1] = {}) =>
  (await buildItem(t.db, { supplierId, priceFen: PRICE, ...wishes })).itemId
const add = (itemId: string, show: Show = mine) => addSlot(t, { ...show, itemId })
const stateOf = async (itemId: string) =>
  (await t.db.selectFrom('item').select('state').where('id', '=', itemId).executeTakeFirstOrThrow()).state
const holdState = async (holdId: string) =>
  (await t.db.selectFrom('liveHold').select('state').where('id', '=', holdId).executeTakeFirstOrThrow()).state
const heldFen = async (show: Show = mine) => (await readDeposit(t.db, { partyId: show.streamerId })).heldFen
const sheet = async (show: Show = mine) => (await readSession(t, show)).slots
const standings = async (show: Show = mine) => (await sheet(show)).map(slot => slot.standing)

/** Lets the time of a hold run out without waiting. */
async function outlive(holdId: string): Promise<void> {
  await t.db.updateTable('liveHold').set({ until: sql`app_now()` }).where('id', '=', holdId).execute()
  await t.db
    .updateTable('item')
    .set({ liveHoldUntil: sql`app_now()` })
    .where('liveHoldId', '=', holdId)
    .execute()
}

/** A buyer of the room is paying; returns what turns it into a sale. */
async function checkout(itemId: string, holdId: string, show: Show = mine) {
  const orderId = randomUUID()
  const hold = await t.db
    .transaction()
    .execute(trx => holdForCheckout(trx, { itemId, orderId, liveHoldId: holdId, minutes: 5 }))
  const room = { ...show, liveHoldId: holdId }
  await buildOrder(t.db, { itemId, supplierId, reportId: hold.reportId }, room, {
    orderId,
    holdToken: hold.holdToken,
  })
  return () =>
    t.db.transaction().execute(async trx => {
      const sold = await confirmSale(trx, { itemId, orderId, holdToken: hold.holdToken })
      if (sold) await sellLiveHolds(trx, [holdId])
      return sold
    })
}

/** Hold and order in one transaction, as a checkout does: the order's foreign keys touch session and hold. */
async function checkoutAtOnce(itemId: string, holdId: string, show: Show): Promise<void> {
  await t.db.transaction().execute(async trx => {
    const orderId = randomUUID()
    const hold = await holdForCheckout(trx, { itemId, orderId, liveHoldId: holdId, minutes: 5 })
    await trx.executeQuery(sql`SELECT pg_sleep(0.02)`.compile(trx))
    const room = { ...show, liveHoldId: holdId }
    const item = { itemId, supplierId, reportId: hold.reportId }
    await buildOrder(trx, item, room, { orderId, holdToken: hold.holdToken })
  })
}

describe('adding an item to a run sheet', () => {
  test('holds it for this session, freezes its terms and covers a fifth of its price', async () => {
    const itemId = await newItem()
    const { holdId, position } = await add(itemId)
    expect(position).toBe(1)
    expect(await stateOf(itemId)).toBe('live_held')
    expect(await heldFen()).toBe(EXPOSURE)
    const [slot] = await sheet()
    expect(slot).toMatchObject({
      itemId,
      holdId,
      standing: 'held',
      terms: { planId, planVersion: 1, rateBps: 800 },
    })
    expect(slot?.earnFen).toBe(7_200n)
    expect(slot?.until.getTime()).toBeGreaterThan(Date.now() + 2.4 * HOUR)
  })

  test('of many streamers racing for one item exactly one gets it, and the others keep nothing', async () => {
    const itemId = await newItem()
    const shows = await Promise.all(Array.from({ length: 6 }, () => openShow()))
    const outcomes = await Promise.allSettled(shows.map(show => add(itemId, show)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1)
    for (const [n, outcome] of outcomes.entries()) {
      if (outcome.status === 'fulfilled') continue
      expect(outcome.reason).toMatchObject({ code: 'item_held_elsewhere' })
      expect(await heldFen(shows[n])).toBe(0n)
      expect(await sheet(shows[n])).toEqual([])
    }
    const holds = await t.db.selectFrom('liveHold').where('itemId', '=', itemId).selectAll().execute()
    expect(holds.length).toBe(1)
  })

  test('the same item twice, even at once, is one slot', async () => {
    const itemId = await newItem()
    const added = await Promise.all([add(itemId), add(itemId), add(itemId)])
    expect(new Set(added.map(({ slotId, holdId }) => slotId + holdId)).size).toBe(1)
    expect(added.filter(({ repeated }) => !repeated).length).toBe(1)
    expect(await heldFen()).toBe(EXPOSURE)
  })

  test('a deposit one fen short is refused with that fen, and nothing is held', async () => {
    const poor = await openShow({ depositFen: 2n * EXPOSURE - 1n })
    await add(await newItem(), poor)
    const itemId = await newItem()
    await expect(add(itemId, poor)).rejects.toMatchObject({
      code: 'deposit_short',
      facts: { freeFen: '19999', neededFen: '20000', topUpFen: '1' },
    })
    expect(await stateOf(itemId)).toBe('available')
    expect(await sheet(poor)).toHaveLength(1)
  })

  test('two items at once on one deposit that covers one: one is held', async () => {
    const poor = await openShow({ depositFen: EXPOSURE })
    const items = await Promise.all([newItem(), newItem()])
    const outcomes = await Promise.allSettled(items.map(itemId => add(itemId, poor)))
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await heldFen(poor)).toBe(EXPOSURE)
  })

  test('terms stand still when the plan is cut or raised afterwards; the next hold gets the raise', async () => {
    const other = await buildParty(t.db, 'supplier')
    const plan = { supplierId: other, planId: await openPlan(other), serviceRateBps: 0 }
    const { holdId } = await add(await newItem({ supplierId: other }))
    await changeRate(t, { ...plan, rateBps: 500 })
    await changeRate(t, { ...plan, rateBps: 1200 })
    await add(await newItem({ supplierId: other }))
    expect((await sheet()).map(slot => [slot.terms.rateBps, slot.earnFen])).toEqual([
      [800, 7_200n],
      [1200, 10_800n],
    ])
    const stored = await t.db
      .selectFrom('liveHold')
      .select('terms')
      .where('id', '=', holdId)
      .executeTakeFirst()
    expect(stored?.terms).toMatchObject({ rateBps: 800, planVersion: 1 })
  })

  test.each([
    [12.1, false],
    [11.9, true],
  ])('%s hours before the show: allowed %s', async (startsIn, allowed) => {
    const show = await openShow({ startsIn })
    const adding = add(await newItem(), show)
    if (allowed) expect((await adding).position).toBe(1)
    else await expect(adding).rejects.toMatchObject({ code: 'hold_window' })
  })

  test('half an hour after the planned end the window is closed', async () => {
    await t.db
      .updateTable('liveSession')
      .set({ startsAt: sql`app_now() - interval '2 hours'`, endsAt: sql`app_now() - interval '31 minutes'` })
      .where('id', '=', mine.sessionId)
      .execute()
    await expect(add(await newItem())).rejects.toMatchObject({ code: 'hold_window' })
  })

  test.each<[string, () => Promise<string>, string]>([
    ['an item without a plan', async () => (await buildItem(t.db)).itemId, 'no_plan'],
    ['an item whose report ran out', () => newItem({ reportDays: -1 }), 'report_invalid'],
    ['an item whose report was revoked', () => newItem({ reportState: 'revoked' }), 'report_invalid'],
    ['an item that does not exist', async () => randomUUID(), 'not_found'],
  ])('refuses %s and leaves no trace', async (_, item, code) => {
    await expect(add(await item())).rejects.toMatchObject({ code })
    expect(await sheet()).toEqual([])
    expect(await heldFen()).toBe(0n)
  })

  test("another streamer's session does not exist, and an ended one is closed", async () => {
    const other = await openShow()
    const itemId = await newItem()
    const intruder = { streamerId: mine.streamerId, sessionId: other.sessionId }
    await expect(addSlot(t, { ...intruder, itemId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(readSession(t, intruder)).rejects.toMatchObject({ code: 'not_found' })
    await expect(endSession(t, intruder)).rejects.toMatchObject({ code: 'not_found' })
    await endSession(t, mine)
    await expect(add(itemId)).rejects.toMatchObject({ code: 'session_closed' })
  })

  test('a restricted streamer gets no new holds', async () => {
    await t.db.updateTable('party').set({ state: 'restricted' }).where('id', '=', mine.streamerId).execute()
    await expect(add(await newItem())).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('takes over an item whose hold ran out though no sweeper came, and the first deposit is freed by the job', async () => {
    const itemId = await newItem()
    const first = await openShow()
    const { holdId } = await add(itemId, first)
    await outlive(holdId)
    await add(itemId)
    expect(await holdState(holdId)).toBe('expired')
    expect(await standings(first)).toEqual(['gone'])
    expect(await standings()).toEqual(['held'])
    await settleDepositHolds(t)
    expect([await heldFen(first), await heldFen()]).toEqual([0n, EXPOSURE])
  })
})

describe('the run sheet', () => {
  test("another streamer's slot cannot be removed", async () => {
    const { slotId } = await add(await newItem())
    const thief = { streamerId: (await openShow()).streamerId, slotId }
    await expect(removeSlot(t, thief)).rejects.toMatchObject({ code: 'not_found' })
    expect(await standings()).toEqual(['held'])
  })
})

describe('a hold ends', () => {
  test('when the slot is removed: item and deposit are free at once', async () => {
    const itemId = await newItem()
    const { slotId, holdId } = await add(itemId)
    await removeSlot(t, { ...mine, slotId })
    expect([await stateOf(itemId), await holdState(holdId), await heldFen()]).toEqual([
      'available',
      'released',
      0n,
    ])
    expect(await sheet()).toEqual([])
    expect((await add(itemId)).repeated).toBe(false)
  })

  test('but not while a buyer is paying, and not after it is sold', async () => {
    const itemId = await newItem()
    const { slotId, holdId } = await add(itemId)
    const pay = await checkout(itemId, holdId)
    await expect(removeSlot(t, { ...mine, slotId })).rejects.toMatchObject({ code: 'item_held_elsewhere' })
    expect(await standings()).toEqual(['being_paid'])
    expect(await pay()).toBe(true)
    await expect(removeSlot(t, { ...mine, slotId })).rejects.toMatchObject({ code: 'item_unavailable' })
    expect(await standings()).toEqual(['sold'])
  })

  test('when the session ends: unsold items and deposits are free, the sold one stays sold', async () => {
    const items = [await newItem(), await newItem(), await newItem()] as const
    const holds = [await add(items[0]), await add(items[1]), await add(items[2])] as const
    await (await checkout(items[0], holds[0].holdId))()
    expect(await endSession(t, mine)).toEqual({ released: 2 })
    expect(await endSession(t, mine)).toEqual({ released: 0 })
    expect(await Promise.all(items.map(stateOf))).toEqual(['sold', 'available', 'available'])
    expect(await standings()).toEqual(['sold', 'gone', 'gone'])
    expect(await heldFen()).toBe(EXPOSURE)
    expect(await settleDepositHolds(t)).toBeGreaterThan(0)
    expect(await settleDepositHolds(t)).toBe(0)
    expect(await heldFen()).toBe(0n)
  })

  test('with the sale of a buyer who was paying when the session ended', async () => {
    const itemId = await newItem()
    const { holdId } = await add(itemId)
    const pay = await checkout(itemId, holdId)
    expect(await endSession(t, mine)).toEqual({ released: 0 })
    await expireLiveHolds(t)
    expect(await holdState(holdId)).toBe('active')
    expect(await pay()).toBe(true)
    expect(await holdState(holdId)).toBe('sold')
  })

  test('by the expiry job when that buyer let it lapse', async () => {
    const itemId = await newItem()
    const { holdId } = await add(itemId)
    const pay = await checkout(itemId, holdId)
    await endSession(t, mine)
    await t.db.updateTable('item').set({ checkoutUntil: sql`app_now()` }).where('id', '=', itemId).execute()
    await expireLiveHolds(t)
    expect([await holdState(holdId), await heldFen()]).toEqual(['expired', 0n])
    expect(await pay()).toBe(false)
    expect((await add(itemId, await openShow())).repeated).toBe(false)
  })

  test('by the expiry job when its time is over, whatever number of jobs run', async () => {
    const items = await Promise.all(Array.from({ length: 5 }, () => newItem()))
    for (const itemId of items) await outlive((await add(itemId)).holdId)
    const counts = await Promise.all([expireLiveHolds(t), expireLiveHolds(t), expireLiveHolds(t)])
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5)
    expect(await Promise.all(items.map(stateOf))).toEqual(Array(5).fill('available'))
    expect(await heldFen()).toBe(0n)
  })

  test('exactly once when end, expiry, removal and a sale race for it', async () => {
    for (let round = 0; round < 15; round++) {
      const show = await openShow()
      const itemId = await newItem()
      const { holdId, slotId } = await add(itemId, show)
      const pay = round % 3 === 0 ? async () => false : await checkout(itemId, holdId, show)
      if (round % 3 === 1) await outlive(holdId)
      const [sale] = await Promise.allSettled([
        pay(),
        endSession(t, show),
        expireLiveHolds(t),
        removeSlot(t, { ...show, slotId }),
        endSession(t, show),
      ])
      await expireLiveHolds(t)
      await settleDepositHolds(t)
      const sold = sale.status === 'fulfilled' && sale.value
      expect(await stateOf(itemId)).toBe(sold ? 'sold' : 'available')
      expect(await holdState(holdId)).toMatch(sold ? /^sold$/ : /^(released|expired)$/)
      expect(await heldFen(show)).toBe(0n)
      const resolved = await t.db
        .selectFrom('depositHold')
        .where('refId', '=', holdId)
        .select(['state'])
        .execute()
      expect(resolved).toEqual([{ state: 'released' }])
    }
  })
})

describe('a sale', () => {
  test('ends its hold once, and never one that ended before', async () => {
    const sell = (holdId: string) => t.db.transaction().execute(trx => sellLiveHolds(trx, [holdId]))
    const sold = await add(await newItem())
    expect([await sell(sold.holdId), await sell(sold.holdId)]).toEqual([[sold.holdId], []])
    const removed = await add(await newItem())
    await removeSlot(t, { ...mine, slotId: removed.slotId })
    expect(await sell(removed.holdId)).toEqual([])
    expect(await holdState(removed.holdId)).toBe('released')
    await settleDepositHolds(t)
  })

  test('and the end of its session never wait for each other in a circle', async () => {
    for (let round = 0; round < 6; round++) {
      const show = await openShow()
      const items = await Promise.all(Array.from({ length: 6 }, () => newItem()))
      const holds: string[] = []
      for (const itemId of items) holds.push((await add(itemId, show)).holdId)
      const outcomes = await Promise.allSettled([
        ...items.map((itemId, n) => checkoutAtOnce(itemId, holds[n] ?? '', show)),
        endSession(t, show),
        add(await newItem(), show),
        expireLiveHolds(t),
      ])
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected')
          expect(outcome.reason.code).toMatch(/^(hold_expired|session_closed|item_held_elsewhere)$/)
      }
    }
  })
})

describe('sessions', () => {
  test('a session nobody ended is closed after its window', async () => {
    const { holdId } = await add(await newItem())
    await startSession(t, mine)
    await t.db
      .updateTable('liveSession')
      .set({ startsAt: sql`app_now() - interval '3 hours'`, endsAt: sql`app_now() - interval '31 minutes'` })
      .where('id', '=', mine.sessionId)
      .execute()
    await expireLiveHolds(t)
    expect((await readSession(t, mine)).state).toBe('ended')
    expect(await holdState(holdId)).toBe('expired')
    await expect(startSession(t, mine)).rejects.toMatchObject({ code: 'session_closed' })
  })

  test('creating the same session twice, even at once, is one session', async () => {
    const streamerId = await buildParty(t.db, 'streamer')
    const startsAt = new Date(Date.now() + HOUR)
    const input = { streamerId, title: '周末场', startsAt, endsAt: new Date(startsAt.getTime() + HOUR) }
    const created = await Promise.all([1, 2, 3].map(() => createSession(t, input)))
    expect(new Set(created.map(({ sessionId }) => sessionId)).size).toBe(1)
  })

  test.each<[string, number, number, string]>([
    ['that ends before it starts', 2, 1, 'endsAt'],
    ['that is over', -3, -1, 'endsAt'],
    ['longer than a day', 1, 25.1, 'endsAt'],
    ['in a quarter of a year', 2160, 2161, 'startsAt'],
  ])('a session %s is refused', async (_, from, to, field) => {
    const at = (hours: number) => new Date(Date.now() + hours * HOUR)
    await expect(
      createSession(t, { streamerId: mine.streamerId, title: 'x', startsAt: at(from), endsAt: at(to) }),
    ).rejects.toMatchObject({ code: 'bad_request', facts: { field } })
  })
})

describe('the public room', () => {
  test('shows what is on sale with its report and price, and nothing of supplier or rates', async () => {
    const items = [await newItem(), await newItem(), await newItem()] as const
    const holds = [await add(items[0]), await add(items[1]), await add(items[2])] as const
    await (await checkout(items[0], holds[0].holdId))()
    await checkout(items[1], holds[1].holdId)
    const room = await readRoom(t, { roomCode: mine.roomCode.toLowerCase() })
    expect(room.items.map(item => item.standing)).toEqual(['sold', 'being_paid', 'on_sale'])
    expect(room.items[2]).toMatchObject({
      itemId: items[2],
      priceFen: PRICE,
      grade: '95',
      reportKind: 'third_party',
    })
    expect(room.items[2]?.reportCode).toMatch(/^[0-9A-Z]{12}$/)
    const told = JSON.stringify(room, (_, value) => (typeof value === 'bigint' ? value.toString() : value))
    expect(told).not.toMatch(new RegExp(`${supplierId}|supplier|terms|rateBps|exposure|script`, 'i'))
  })

  test('no longer shows what left the room', async () => {
    const { slotId } = await add(await newItem())
    const { holdId } = await add(await newItem())
    await removeSlot(t, { ...mine, slotId })
    await outlive(holdId)
    expect((await readRoom(t, mine)).items).toEqual([])
  })

  test('a code that is no room is not found', async () =>
    expect(readRoom(t, { roomCode: 'NOTAROOM' })).rejects.toMatchObject({ code: 'not_found' }))
})
