import { randomUUID } from 'node:crypto'
import { buildItem, buildOrder, buildRoom } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { confirmSale } from '@haowu/server/test/confirm-sale.ts'
import { holdForCheckout } from './hold-for-checkout.ts'
import { releaseCheckout } from './release-checkout.ts'
import { releaseFromSession } from './release-live-hold.ts'
import { holdForSession } from './take-live-hold.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

const inTwoHours = () => new Date(Date.now() + 7_200_000)

test('of 200 buyers at once exactly one gets the item, and the others a clean refusal', async () => {
  const item = await buildItem(t.db)
  const room = await buildRoom(t.db, item)
  const live = { itemId: item.itemId, holdId: room.liveHoldId, until: inTwoHours() }
  await t.db.transaction().execute(trx => holdForSession(trx, live))

  const answers = await Promise.all(
    Array.from({ length: 200 }, async () => {
      const hold = { itemId: item.itemId, orderId: randomUUID(), liveHoldId: room.liveHoldId, minutes: 5 }
      try {
        const { holdToken } = await t.db.transaction().execute(trx => holdForCheckout(trx, hold))
        await buildOrder(t.db, item, room, { orderId: hold.orderId, holdToken })
        const sale = { itemId: item.itemId, orderId: hold.orderId, holdToken }
        return (await t.db.transaction().execute(trx => confirmSale(trx, sale))) ? 'bought' : 'late'
      } catch (error) {
        return (error as { code: string }).code
      }
    }),
  )
  expect(answers.filter(answer => answer === 'bought')).toHaveLength(1)
  expect(new Set(answers)).toEqual(
    new Set(['bought', ...new Set(answers.filter(a => a.startsWith('item_')))]),
  )
})

test('random holds, lapses, releases and killed backends never sell a piece twice', async () => {
  const items = await Promise.all(Array.from({ length: 8 }, () => buildItem(t.db)))
  const rooms = new Map(
    await Promise.all(items.map(async item => [item.itemId, await buildRoom(t.db, item)] as const)),
  )
  const confirmed = new Map<string, number>()
  let random = 20261124
  const next = (below: number) => {
    random = (Math.imul(random, 1_103_515_245) + 12_345) & 0x7fffffff
    return (random >>> 8) % below
  }

  const act = async () => {
    const item = items[next(items.length)]
    const room = item && rooms.get(item.itemId)
    if (!item || !room) throw new Error('unreachable')
    const { itemId } = item
    const dice = next(10)
    if (dice < 2) {
      const live = { itemId, holdId: room.liveHoldId, until: inTwoHours() }
      await t.db.transaction().execute(trx => holdForSession(trx, live))
    } else if (dice === 2) {
      await t.db.transaction().execute(trx => releaseFromSession(trx, { itemId, holdId: room.liveHoldId }))
    } else if (dice === 3) {
      await sql`UPDATE item SET checkout_until = app_now() - interval '1 s'
        WHERE id = ${itemId} AND state = 'checkout_held'`.execute(t.db)
    } else if (dice === 4) {
      await t.owner.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'haowu-worker' AND state LIKE '%transaction%' LIMIT 1`,
      )
    } else {
      const orderId = randomUUID()
      const { holdToken } = await t.db
        .transaction()
        .execute(trx => holdForCheckout(trx, { itemId, orderId, liveHoldId: room.liveHoldId, minutes: 5 }))
      await buildOrder(t.db, item, room, { orderId, holdToken })
      if (dice === 5) {
        await t.db.transaction().execute(trx => releaseCheckout(trx, { itemId, orderId, holdToken }))
      } else if (dice > 6) {
        const sold = await t.db.transaction().execute(trx => confirmSale(trx, { itemId, orderId, holdToken }))
        if (sold) confirmed.set(itemId, (confirmed.get(itemId) ?? 0) + 1)
      }
    }
  }
  for (let round = 0; round < 40; round++) await Promise.allSettled(Array.from({ length: 24 }, act))

  const sales = await t.db.selectFrom('sale').select('itemId').execute()
  const perItem = Map.groupBy(sales, sale => sale.itemId)
  for (const [itemId, times] of confirmed) {
    expect(times).toBe(1)
    expect(perItem.get(itemId)).toHaveLength(1)
  }
  expect(sales.length).toBeGreaterThan(0)
  const { rows } = await t.owner.query(
    "SELECT count(*)::int AS n FROM item WHERE (state = 'sold') <> EXISTS (SELECT FROM sale WHERE item_id = item.id)",
  )
  expect(rows[0].n).toBe(0)
})
