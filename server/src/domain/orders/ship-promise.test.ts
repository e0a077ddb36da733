import { buildParty } from '@haowu/server/test/build-item.ts'
import { buildPaidOrder, checkoutDeps } from '@haowu/server/test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLateShipping } from '#domain/cases/open-late-shipping.ts'
import { promiseShipping, readShipPromise } from '#domain/catalog/ship-promise.ts'
import { listOrders } from './list-orders.ts'
import type { CheckoutDeps } from './start-checkout.ts'

let t: TestDatabase
let deps: CheckoutDeps
beforeAll(async () => {
  t = await createTestDatabase()
  deps = checkoutDeps(t)
})
afterAll(() => t[Symbol.asyncDispose]())

const promise = (supplierId: string, hours: number | null) => promiseShipping(t, { supplierId, hours })
const pay = (orderId: string, hoursAgo: number) =>
  sql`UPDATE orders SET paid_at = app_now() - make_interval(hours => ${hoursAgo}) WHERE id = ${orderId}`.execute(
    t.db,
  )
/** Hours the supplier's one order has from payment. */
async function hoursOf(supplierId: string): Promise<number> {
  const { rows } = await listOrders(t.db, { scope: { supplierId }, limit: 1 })
  return (Number(rows[0]?.shipBy) - Number(rows[0]?.paidAt)) / 3_600_000
}

test('an order is held to what was promised when it was paid, whatever is promised later', async () => {
  const { orderId, sale } = await buildPaidOrder(t, deps)
  const { supplierId } = sale.item
  expect(await hoursOf(supplierId)).toBe(48)
  await promise(supplierId, 12)
  expect(await hoursOf(supplierId)).toBe(48)
  await pay(orderId, 0)
  expect(await hoursOf(supplierId)).toBe(12)
  await promise(supplierId, 24)
  await promise(supplierId, null)
  expect(await hoursOf(supplierId)).toBe(12)
})

test('a parcel that leaves later than promised is late', async () => {
  const { orderId, sale } = await buildPaidOrder(t, deps)
  const { supplierId } = sale.item
  await pay(orderId, 30)
  await sql`INSERT INTO ship_promise (supplier_id, hours, since) VALUES (${supplierId}, 40, app_now() - interval '31 hours')`.execute(
    t.db,
  )
  expect(await openLateShipping(t)).toBe(0)
  await sql`INSERT INTO ship_promise (supplier_id, hours, since) VALUES (${supplierId}, 24, app_now() - interval '30.5 hours')`.execute(
    t.db,
  )
  expect(await openLateShipping(t)).toBe(1)
  expect(await openLateShipping(t)).toBe(0)
})

test('a promise is sooner than the rule for all, and followed by the next, never changed', async () => {
  const supplierId = await buildParty(t.db, 'supplier')
  expect(await readShipPromise(t.db, { supplierId })).toEqual({ hours: null, ruleHours: 48 })
  await promise(supplierId, 47)
  await promise(supplierId, 47)
  expect(await readShipPromise(t.db, { supplierId })).toMatchObject({ hours: 47 })
  await expect(promise(supplierId, 48)).rejects.toMatchObject({ code: 'bad_request' })
  const kept = await t.owner.query('SELECT hours FROM ship_promise WHERE supplier_id = $1', [supplierId])
  expect(kept.rows).toEqual([{ hours: 47 }])
  await expect(
    t.owner.query('UPDATE ship_promise SET hours = 1 WHERE supplier_id = $1', [supplierId]),
  ).rejects.toThrow(/append-only/)
})
