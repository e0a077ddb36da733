import { randomUUID } from 'node:crypto'
import { checkoutDeps, TEST_CONTACT } from '@haowu/server/test/build-sale.ts'
import { type BuiltShow, buildShow, buildSlots, buildSupplier } from '@haowu/server/test/build-show.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openSoldElsewhere } from '#domain/cases/open-sold-elsewhere.ts'
import { startCheckout } from '#domain/orders/start-checkout.ts'
import { readRoom } from './read-room.ts'
import { readSession } from './read-session.ts'
import { sellElsewhere } from './sell-elsewhere.ts'

let t: TestDatabase
let supplierId: string
let show: BuiltShow
let piece: { itemId: string; holdId: string; sku: string }
beforeAll(async () => {
  t = await createTestDatabase()
  supplierId = await buildSupplier(t)
})
afterAll(() => t[Symbol.asyncDispose]())
beforeEach(async () => {
  show = await buildShow(t)
  const [slot] = await buildSlots(t, show, { count: 1, supplierId })
  if (!slot) throw new Error('no slot')
  const { supplierSku } = await t.db
    .selectFrom('item')
    .select('supplierSku')
    .where('id', '=', slot.itemId)
    .executeTakeFirstOrThrow()
  piece = { ...slot, sku: supplierSku }
})

const claim = () => sellElsewhere(t, { supplierId, memberId: randomUUID(), sku: piece.sku })
const buy = () =>
  startCheckout(checkoutDeps(t), {
    roomCode: show.roomCode,
    itemId: piece.itemId,
    priceFen: 100_000n,
    contact: TEST_CONTACT,
    idempotencyKey: randomUUID(),
  })
const stateOf = async () =>
  (await t.db.selectFrom('item').select('state').where('id', '=', piece.itemId).executeTakeFirstOrThrow())
    .state
const holdOf = () =>
  t.db
    .selectFrom('liveHold')
    .select(['state', 'revokedBy', 'revokeReason'])
    .where('id', '=', piece.holdId)
    .executeTakeFirstOrThrow()

test('a piece that a show holds is gone for everybody, its streamer is told once, and one case is opened', async () => {
  for (let time = 0; time < 2; time++) expect(await claim()).toEqual({ itemId: piece.itemId })
  expect(await stateOf()).toBe('external_sold')
  expect(await holdOf()).toEqual({ state: 'revoked', revokedBy: 'supplier', revokeReason: 'sold_elsewhere' })
  expect((await readSession(t, show)).slots).toMatchObject([{ standing: 'gone', conflicts: ['gone'] }])
  expect((await readRoom(t, show)).items).toEqual([])
  await expect(buy()).rejects.toMatchObject({ code: 'item_unavailable' })

  const told = await t.db
    .selectFrom('liveEvent')
    .select(['topic', 'kind'])
    .where('topic', 'in', [`session:${show.sessionId}`, `party:${show.streamerId}`])
    .where(sql<boolean>`kind IN ('piece_left', 'notice_told')`)
    .orderBy('kind')
    .execute()
  expect(told).toEqual([
    { topic: `party:${show.streamerId}`, kind: 'notice_told' },
    { topic: `session:${show.sessionId}`, kind: 'piece_left' },
  ])
  const notices = await t.db
    .selectFrom('notice')
    .select(['kind', 'facts'])
    .where('partyId', '=', show.streamerId)
    .execute()
  expect(notices).toMatchObject([{ kind: 'held_sold_elsewhere', facts: { show: '今晚八点' } }])
  expect([await openSoldElsewhere(t), await openSoldElsewhere(t)]).toEqual([1, 0])
  const cases = await t.db
    .selectFrom('trustCase')
    .select(['clauseCode', 'respondentId', 'itemId'])
    .where('itemId', '=', piece.itemId)
    .execute()
  expect(cases).toEqual([
    { clauseCode: 'sold_elsewhere_while_held', respondentId: supplierId, itemId: piece.itemId },
  ])
})

test('a buyer who is paying keeps it, and the show its hold', async () => {
  await buy()
  await expect(claim()).rejects.toMatchObject({ code: 'item_held_elsewhere' })
  expect([await stateOf(), (await holdOf()).state]).toEqual(['checkout_held', 'active'])
})

test('of a buyer and a claim at the same moment one wins, and nothing is left in between', async () => {
  const [bought, claimed] = await Promise.allSettled([buy(), claim()])
  expect([bought.status, claimed.status].toSorted()).toEqual(['fulfilled', 'rejected'])
  const sold = claimed.status === 'fulfilled'
  expect([await stateOf(), (await holdOf()).state]).toEqual(
    sold ? ['external_sold', 'revoked'] : ['checkout_held', 'active'],
  )
})

test('a claim after the hold was over breaks no promise', async () => {
  await sql`UPDATE live_hold SET until = app_now() - interval '1 second' WHERE id = ${piece.holdId}`.execute(
    t.db,
  )
  await sql`UPDATE item SET live_hold_until = app_now() - interval '1 second' WHERE id = ${piece.itemId}`.execute(
    t.db,
  )
  await claim()
  expect((await holdOf()).state).toBe('active')
  await openSoldElsewhere(t)
  const cases = await t.db.selectFrom('trustCase').select('no').where('itemId', '=', piece.itemId).execute()
  expect(cases).toEqual([])
})
