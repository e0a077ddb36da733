import { buildPaidOrder, checkoutDeps, TEST_CONTACT } from '@haowu/server/test/build-sale.ts'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { autoConfirmReceipts } from './auto-confirm-receipts.ts'
import { confirmReceipt } from './confirm-receipt.ts'
import { listOrders } from './list-orders.ts'
import { readBuyerOrder } from './read-buyer-order.ts'
import { readOrder } from './read-order.ts'
import { readShippingAddress } from './read-shipping-address.ts'
import { openContact, sealContact } from './seal-contact.ts'
import { shipOrder } from './ship-order.ts'
import type { CheckoutDeps } from './start-checkout.ts'

let t: TestDatabase
let deps: CheckoutDeps
beforeAll(async () => {
  t = await createTestDatabase()
  deps = checkoutDeps(t)
})
afterAll(() => t[Symbol.asyncDispose]())

let parcels = 0
const parcel = () => ({ carrier: 'sf', trackingNo: `SF${String(++parcels).padStart(10, '0')}` }) as const

async function paidOrder() {
  const order = await buildPaidOrder(t, deps)
  const { supplierId } = order.sale.item
  return {
    ...order,
    supplierId,
    ship: (to = parcel()) => shipOrder(deps, { supplierId, orderId: order.orderId, ...to }),
  }
}

const orderOf = (orderId: string) =>
  t.db.selectFrom('orders').selectAll().where('id', '=', orderId).executeTakeFirstOrThrow()

describe('a parcel', () => {
  test('ships the supplier’s own paid order, once, though told twice', async () => {
    const order = await paidOrder()
    const to = parcel()
    await order.ship(to)
    await order.ship(to)
    expect(await orderOf(order.orderId)).toMatchObject({ state: 'shipped' })
    await expect(order.ship(parcel())).rejects.toMatchObject({ code: 'order_state' })
  })

  test('of another supplier’s order does not exist', async () => {
    const { orderId } = await paidOrder()
    const supplierId = await buildParty(t.db, 'supplier')
    await expect(shipOrder(deps, { supplierId, orderId, ...parcel() })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('carries one order only', async () => {
    const [one, two] = [await paidOrder(), await paidOrder()]
    const to = parcel()
    await one.ship(to)
    await expect(two.ship(to)).rejects.toMatchObject({ code: 'bad_request' })
    expect(await orderOf(two.orderId)).toMatchObject({ state: 'paid' })
  })
})

describe('the address', () => {
  test('opens for its supplier while the parcel is open, and each opening is logged', async () => {
    const { orderId, supplierId, linkToken, ship } = await paidOrder()
    const read = () => readShippingAddress(deps, { supplierId, orderId, actor: 'member-7' })
    expect(await read()).toEqual(TEST_CONTACT)
    await ship()
    await read()
    await confirmReceipt(deps, { linkToken })
    await expect(read()).rejects.toMatchObject({ code: 'order_state' })
    const log = await t.db.selectFrom('auditLog').selectAll().where('subjectId', '=', orderId).execute()
    expect(log.map(row => [row.actor, row.action])).toEqual([
      ['member-7', 'address_opened'],
      ['member-7', 'address_opened'],
    ])
  })

  test('does not open for another supplier', async () => {
    const { orderId } = await paidOrder()
    const supplierId = await buildParty(t.db, 'supplier')
    await expect(readShippingAddress(deps, { supplierId, orderId, actor: 'x' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('sealed for one order does not open for another, nor with one bit changed', () => {
    const key = deps.secrets.contact
    const sealed = sealContact(key, 'order-1', TEST_CONTACT)
    expect(openContact(key, 'order-1', sealed)).toEqual(TEST_CONTACT)
    expect(() => openContact(key, 'order-2', sealed)).toThrow()
    const bent = Buffer.from(sealed)
    bent.writeUInt8(bent.readUInt8(40) ^ 1, 40)
    expect(() => openContact(key, 'order-1', bent)).toThrow()
  })
})

describe('a receipt', () => {
  test('confirmed by the buyer’s link matures after the days frozen on the order, and once', async () => {
    const { orderId, linkToken, ship } = await paidOrder()
    await expect(confirmReceipt(deps, { linkToken })).rejects.toMatchObject({ code: 'order_state' })
    await ship()
    await confirmReceipt(deps, { linkToken })
    const first = await orderOf(orderId)
    await confirmReceipt(deps, { linkToken })
    expect(await orderOf(orderId)).toEqual(first)
    const days = (Number(first.maturesAt) - Number(first.receivedAt)) / 86_400_000
    expect(days).toBeCloseTo(7, 5)
    await expect(confirmReceipt(deps, { linkToken: 'x'.repeat(32) })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('is taken for given ten days after shipping, not a day sooner', async () => {
    const [early, due] = [await paidOrder(), await paidOrder()]
    await early.ship()
    await due.ship()
    const age = (orderId: string, days: number) =>
      sql`UPDATE orders SET shipped_at = app_now() - ${days}::int * interval '1 day' WHERE id = ${orderId}`.execute(
        t.db,
      )
    await age(early.orderId, 9)
    await age(due.orderId, 10)
    expect(await autoConfirmReceipts(deps, { limit: 100 })).toBe(1)
    expect(await orderOf(due.orderId)).toMatchObject({ state: 'received', maturesAt: expect.any(Date) })
    expect(await orderOf(early.orderId)).toMatchObject({ state: 'shipped' })
    expect(await autoConfirmReceipts(deps, { limit: 100 })).toBe(0)
  })
})

describe('who sees an order', () => {
  test('its supplier with a masked buyer, its streamer without any, others not at all', async () => {
    const { orderId, supplierId, sale } = await paidOrder()
    const mine = await listOrders(t.db, { scope: { supplierId }, limit: 10 })
    expect(mine.rows).toMatchObject([{ orderId, buyer: { name: '欧**', phone: '138****78' } }])
    const { streamerId } = sale.room
    expect((await listOrders(t.db, { scope: { streamerId }, limit: 10 })).rows).toMatchObject([
      { orderId, buyer: null },
    ])
    const stranger = await buildParty(t.db, 'supplier')
    expect((await listOrders(t.db, { scope: { supplierId: stranger }, limit: 10 })).rows).toEqual([])
    await expect(readOrder(t.db, { scope: { supplierId: stranger }, orderId })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await readOrder(t.db, { scope: 'platform', orderId })).toMatchObject({ terms: { rateBps: 800 } })
  })

  test('the holder of the link, masked, with the report and what happens to the parcel', async () => {
    const { linkToken, ship, orderNo } = await paidOrder()
    const to = parcel()
    await ship(to)
    const seen = await readBuyerOrder(t.db, { linkToken })
    expect(seen).toMatchObject({ orderNo, state: 'shipped', shipment: to, payUrl: null, refund: null })
    expect(
      JSON.stringify(seen, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain('漕溪')
    await expect(readBuyerOrder(t.db, { linkToken: 'y'.repeat(32) })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('pages of a list neither skip nor repeat, and a foreign cursor is refused', async () => {
    const all = await listOrders(t.db, { scope: 'platform', limit: 100 })
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listOrders(t.db, { scope: 'platform', limit: 2, cursor })
      seen.push(...page.rows.map(row => row.orderId))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(all.rows.map(row => row.orderId))
    expect(new Set(seen).size).toBeGreaterThan(5)
    const foreign = listOrders(t.db, { scope: 'platform', limit: 2, cursor: 'e30' })
    await expect(foreign).rejects.toMatchObject({ code: 'bad_request' })
  })

  test('a search finds by the start of the number and by the title, with % taken as itself', async () => {
    const { orderNo, supplierId } = await paidOrder()
    const find = async (search: string) =>
      (await listOrders(t.db, { scope: { supplierId }, search, limit: 5 })).rows.length
    expect([await find(orderNo.slice(0, 10)), await find('iphone'), await find('%')]).toEqual([1, 1, 0])
  })
})
