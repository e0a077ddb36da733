import { randomUUID } from 'node:crypto'
import { buildItem, buildOrder, buildRoom } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database, Transaction } from '#db/database.ts'
import { confirmSale } from '@haowu/server/test/confirm-sale.ts'
import { extendCheckout } from './extend-checkout.ts'
import { holdForCheckout } from './hold-for-checkout.ts'
import { releaseCheckout } from './release-checkout.ts'
import { releaseFromSession } from './release-live-hold.ts'
import { holdForSession } from './take-live-hold.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000)
const commit = <T>(act: (trx: Transaction<Database>) => Promise<T>) => t.db.transaction().execute(act)
const stateOf = async (itemId: string) =>
  (await t.db.selectFrom('item').select('state').where('id', '=', itemId).executeTakeFirstOrThrow()).state

/** An item on a run sheet, ready to be bought in its room. */
async function heldItem() {
  const item = await buildItem(t.db)
  const room = await buildRoom(t.db, item)
  await commit(trx =>
    holdForSession(trx, { itemId: item.itemId, holdId: room.liveHoldId, until: inHours(2) }),
  )
  return { item, room }
}

const checkout = (itemId: string, liveHoldId: string, orderId: string = randomUUID()) =>
  commit(trx => holdForCheckout(trx, { itemId, orderId, liveHoldId, minutes: 5 }))

/** Lets the time of a hold run out without waiting. */
const lapse = (itemId: string, column: 'liveHoldUntil' | 'checkoutUntil') =>
  t.db
    .updateTable('item')
    .set({ [column]: sql`app_now() - interval '1 second'` })
    .where('id', '=', itemId)
    .execute()

describe('a live hold', () => {
  test('is exclusive: the second session is refused', async () => {
    const { item } = await heldItem()
    const other = { itemId: item.itemId, holdId: randomUUID(), until: inHours(1) }
    await expect(commit(trx => holdForSession(trx, other))).rejects.toMatchObject({
      code: 'item_held_elsewhere',
    })
  })

  test('whose time is over is taken by the next session though no sweeper ran, with a higher token', async () => {
    const { item } = await heldItem()
    await lapse(item.itemId, 'liveHoldUntil')
    const next = await commit(trx =>
      holdForSession(trx, { itemId: item.itemId, holdId: randomUUID(), until: inHours(1) }),
    )
    expect(next.holdToken).toBe(2n)
  })

  test('gives the item back once, and never what another session holds meanwhile', async () => {
    const { item, room } = await heldItem()
    const mine = { itemId: item.itemId, holdId: room.liveHoldId }
    expect(await commit(trx => releaseFromSession(trx, mine))).toBe(true)
    expect(await stateOf(item.itemId)).toBe('available')
    await commit(trx => holdForSession(trx, { itemId: item.itemId, holdId: randomUUID(), until: inHours(1) }))
    expect(await commit(trx => releaseFromSession(trx, mine))).toBe(false)
    expect(await stateOf(item.itemId)).toBe('live_held')
  })

  test.each([
    ['an expired report', { reportDays: -1 }],
    ['a revoked report', { reportState: 'revoked' }],
  ] as const)('is refused for %s', async (_, wishes) => {
    const { itemId } = await buildItem(t.db, wishes)
    const attempt = commit(trx => holdForSession(trx, { itemId, holdId: randomUUID(), until: inHours(1) }))
    await expect(attempt).rejects.toMatchObject({ code: 'report_invalid' })
  })

  test('of an unknown item is not found', async () => {
    const attempt = commit(trx =>
      holdForSession(trx, { itemId: randomUUID(), holdId: randomUUID(), until: inHours(1) }),
    )
    await expect(attempt).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a checkout', () => {
  test('is only for the session that holds the item', async () => {
    const { item } = await heldItem()
    await expect(checkout(item.itemId, randomUUID())).rejects.toMatchObject({ code: 'hold_expired' })
  })

  test('keeps every other buyer and every other session out while it lasts', async () => {
    const { item, room } = await heldItem()
    await checkout(item.itemId, room.liveHoldId)
    await lapse(item.itemId, 'liveHoldUntil')
    await expect(checkout(item.itemId, room.liveHoldId)).rejects.toMatchObject({ code: 'hold_expired' })
    const session = commit(trx =>
      holdForSession(trx, { itemId: item.itemId, holdId: randomUUID(), until: inHours(1) }),
    )
    await expect(session).rejects.toMatchObject({ code: 'item_held_elsewhere' })
  })

  test('that ran out is taken by the next buyer, and the first can no longer confirm', async () => {
    const { item, room } = await heldItem()
    const first = await checkout(item.itemId, room.liveHoldId)
    const firstOrder = await buildOrder(t.db, item, room, first)
    await lapse(item.itemId, 'checkoutUntil')
    const second = await checkout(item.itemId, room.liveHoldId)
    expect(second.holdToken).toBe(first.holdToken + 1n)
    expect(
      await commit(trx =>
        confirmSale(trx, { itemId: item.itemId, orderId: firstOrder, holdToken: first.holdToken }),
      ),
    ).toBe(false)
  })

  test('returns to its session when given up, and to the plaza when the session is over', async () => {
    const { item, room } = await heldItem()
    const orderId = randomUUID()
    const hold = await checkout(item.itemId, room.liveHoldId, orderId)
    const mine = { itemId: item.itemId, orderId, holdToken: hold.holdToken }
    expect(await commit(trx => releaseCheckout(trx, mine))).toBe(true)
    expect(await stateOf(item.itemId)).toBe('live_held')
    const again = await checkout(item.itemId, room.liveHoldId, orderId)
    await lapse(item.itemId, 'liveHoldUntil')
    expect(await commit(trx => releaseCheckout(trx, { ...mine, holdToken: again.holdToken }))).toBe(true)
    expect(await stateOf(item.itemId)).toBe('available')
  })

  test('is extended once', async () => {
    const { item, room } = await heldItem()
    const orderId = randomUUID()
    const { holdToken } = await checkout(item.itemId, room.liveHoldId, orderId)
    const extend = () =>
      commit(trx => extendCheckout(trx, { itemId: item.itemId, orderId, holdToken, minutes: 5 }))
    expect([await extend(), await extend()]).toEqual([true, false])
  })

  test('becomes one sale, and the same confirmation twice is no second one', async () => {
    const { item, room } = await heldItem()
    const orderId = randomUUID()
    const { holdToken } = await checkout(item.itemId, room.liveHoldId, orderId)
    await buildOrder(t.db, item, room, { orderId, holdToken })
    const confirm = () => commit(trx => confirmSale(trx, { itemId: item.itemId, orderId, holdToken }))
    expect([await confirm(), await confirm()]).toEqual([true, false])
    expect(await stateOf(item.itemId)).toBe('sold')
    await expect(checkout(item.itemId, room.liveHoldId)).rejects.toMatchObject({ code: 'item_unavailable' })
  })

  test('does not become a sale once the report is revoked', async () => {
    const { item, room } = await heldItem()
    const orderId = randomUUID()
    const { holdToken } = await checkout(item.itemId, room.liveHoldId, orderId)
    await buildOrder(t.db, item, room, { orderId, holdToken })
    await t.db.updateTable('report').set({ state: 'revoked' }).where('id', '=', item.reportId).execute()
    expect(await commit(trx => confirmSale(trx, { itemId: item.itemId, orderId, holdToken }))).toBe(false)
  })
})
