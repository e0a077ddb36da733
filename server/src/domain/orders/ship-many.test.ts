import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { buildPaidOrder, checkoutDeps } from '@haowu/server/test/build-sale.ts'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { writeTable } from '#domain/table-file.ts'
import { openRefusedSales } from '#domain/cases/open-refused-sales.ts'
import { encodeGb18030 } from '#gateways/encode-gb18030.ts'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { acceptOrder } from './accept-order.ts'
import { listOrders } from './list-orders.ts'
import { orderTable } from './order-table.ts'
import { MOST_TRACKING_ROWS, readTrackingRows } from './read-tracking-rows.ts'
import { refuseOrder } from './refuse-order.ts'
import { requestRefund } from './request-refund.ts'
import { shipMany } from './ship-many.ts'
import { shipOrder } from './ship-order.ts'
import type { CheckoutDeps } from './start-checkout.ts'

let t: TestDatabase
let deps: CheckoutDeps
beforeAll(async () => {
  t = await createTestDatabase()
  deps = checkoutDeps(t)
})
afterAll(() => t[Symbol.asyncDispose]())

let numbers = 0
const nextNo = () => `SF${String(++numbers).padStart(13, '0')}`

/** Two paid orders of one supplier, though each is built with a supplier of its own. */
async function twoOrders() {
  const [one, two] = [await buildPaidOrder(t, deps), await buildPaidOrder(t, deps)]
  const { supplierId } = one.sale.item
  await t.db.updateTable('orders').set({ supplierId }).where('id', '=', two.orderId).execute()
  return { one, two, supplierId }
}

const stateOf = async ({ orderId }: { orderId: string }) =>
  (await t.db.selectFrom('orders').select('state').where('id', '=', orderId).executeTakeFirstOrThrow()).state
const send = async (supplierId: string, text: string, write = true) =>
  shipMany(deps, { supplierId, rows: await readTrackingRows(Buffer.from(text)), write })

describe('a table of parcels', () => {
  test('ships all its orders, finds the carrier by the number, and again changes nothing', async () => {
    const { one, two, supplierId } = await twoOrders()
    const text = `${one.orderNo}\t${nextNo()}\n${two.orderNo}\t圆通\tYT1234567890${Date.now() % 1000}9\n`
    expect(await send(supplierId, text, false)).toEqual({ ready: 2, known: 0, problems: [] })
    expect([await stateOf(one), await stateOf(two)]).toEqual(['paid', 'paid'])
    expect(await send(supplierId, text)).toEqual({ ready: 2, known: 0, problems: [] })
    expect([await stateOf(one), await stateOf(two)]).toEqual(['shipped', 'shipped'])
    expect(await send(supplierId, text)).toEqual({ ready: 0, known: 2, problems: [] })
  })

  test('ships nothing while one line has a problem, and names each by its line', async () => {
    const { one, two, supplierId } = await twoOrders()
    const stranger = await buildPaidOrder(t, deps)
    const [good, used] = [nextNo(), nextNo()]
    await shipOrder(deps, {
      supplierId: stranger.sale.item.supplierId,
      orderId: stranger.orderId,
      carrier: 'sf',
      trackingNo: used,
    })
    const lines = [
      '订单号,快递公司,快递单号',
      `${one.orderNo},,${good}`,
      `${one.orderNo},,${nextNo()}`,
      `${stranger.orderNo},,${nextNo()}`,
      `${two.orderNo},顺丰,${used}`,
    ]
    const { problems, ready } = await send(supplierId, lines.join('\r\n'))
    expect(problems.map(({ line, problem }) => [line, problem])).toEqual([
      [3, 'order_twice'],
      [4, 'order_unknown'],
      [5, 'tracking_taken'],
    ])
    expect(ready).toBe(1)
    expect([await stateOf(one), await stateOf(two)]).toEqual(['paid', 'paid'])
  })

  test.each([
    ['猫头鹰', 'SF0000000009001', 'carrier_name'],
    ['', '000000009001', 'carrier_unknown'],
    ['', 'SF?', 'tracking_form'],
  ])('with the carrier "%s" and the number %s is %s', async (carrier, trackingNo, problem) => {
    const { one, supplierId } = await twoOrders()
    const { problems } = await send(
      supplierId,
      `订单号,快递公司,快递单号\n${one.orderNo},${carrier},${trackingNo}`,
    )
    expect(problems).toMatchObject([{ line: 2, problem }])
  })

  test('without a header says its carrier by a name, by the number, or by a cell left empty', async () => {
    const rows = await readTrackingRows(
      Buffer.from('H1\t顺丰\tSF0000000000001\nH2\t\tSF0000000000002\nH3\tSF0000000000003\t\n'),
    )
    expect(rows.map(({ orderNo, carrier, trackingNo }) => [orderNo, carrier, trackingNo])).toEqual([
      ['H1', '顺丰', 'SF0000000000001'],
      ['H2', '', 'SF0000000000002'],
      ['H3', '', 'SF0000000000003'],
    ])
  })

  test('gives one parcel to one order only', async () => {
    const { one, two, supplierId } = await twoOrders()
    const no = nextNo()
    const { problems } = await send(supplierId, `${one.orderNo},${no}\n${two.orderNo},${no}`)
    expect(problems).toMatchObject([{ line: 2, problem: 'tracking_twice' }])
  })

  test('may be the list of orders itself, once the numbers are filled in', async () => {
    const { one, two, supplierId } = await twoOrders()
    const { rows } = await listOrders(t.db, { scope: { supplierId }, states: ['paid'], limit: 10 })
    const table = orderTable(rows, { name: 'orders', language: 'zh' })
    const filled = { ...table, rows: table.rows.map(([no = '', , , ...rest]) => [no, '', nextNo(), ...rest]) }
    const file = await buffer(writeTable(filled, 'csv'))
    const read = await readTrackingRows(file)
    expect(await shipMany(deps, { supplierId, rows: read, write: true })).toMatchObject({
      ready: 2,
      problems: [],
    })
    expect([await stateOf(one), await stateOf(two)]).toEqual(['shipped', 'shipped'])
  })

  test('reads the same as a workbook, in GB18030 and with a mark of UTF-8', async () => {
    const header = ['订单号', '快递公司', '快递单号']
    const rows = [['H1', '顺丰', 'SF0000000000001']]
    const wanted = [{ line: 2, orderNo: 'H1', carrier: '顺丰', trackingNo: 'SF0000000000001' }]
    const table = { name: '快递', header, rows }
    const text = [header, ...rows].map(cells => cells.join(',')).join('\n')
    expect(await readTrackingRows(await buffer(writeTable(table, 'xlsx')))).toEqual(wanted)
    expect(await readTrackingRows(await buffer(writeTable(table, 'csv')))).toEqual(wanted)
    expect(await readTrackingRows(Buffer.from(encodeGb18030(text)))).toEqual(wanted)
  })

  test('without a column, without rows or with too many is refused as a whole', async () => {
    const read = (text: string) => readTrackingRows(Buffer.from(text))
    await expect(read('订单号,备注\nH1,x')).rejects.toMatchObject({ code: 'missing_column' })
    await expect(read('')).rejects.toMatchObject({ code: 'empty_file' })
    await expect(read('订单号,快递单号\n')).rejects.toMatchObject({ code: 'no_rows' })
    await expect(read('H1,SF0000000000001\n'.repeat(MOST_TRACKING_ROWS + 1))).rejects.toMatchObject({
      code: 'too_many_rows',
    })
  })
})

describe('a paid order', () => {
  test('is accepted once by its supplier and by nobody else, and then has no time to accept left', async () => {
    const { one, supplierId } = await twoOrders()
    const of = { supplierId, orderId: one.orderId }
    const seen = async () =>
      (await listOrders(t.db, { scope: { supplierId }, sort: 'due', limit: 1 })).rows[0]
    const before = await seen()
    const hours = (to: Date | null | undefined) => (Number(to) - Number(before?.paidAt)) / 3_600_000
    expect([hours(before?.acceptBy), hours(before?.shipBy)]).toEqual([24, 48])
    const first = await acceptOrder(deps, of)
    expect(await acceptOrder(deps, of)).toEqual(first)
    expect(await seen()).toMatchObject({ acceptBy: null, shipBy: before?.shipBy })
    const stranger = await buildParty(t.db, 'supplier')
    await expect(acceptOrder(deps, { ...of, supplierId: stranger })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('that is refused goes back to the buyer once, and one case asks why', async () => {
    const order = await buildPaidOrder(t, deps)
    const { supplierId } = order.sale.item
    const refuse = (reason: 'damaged' | 'lost') =>
      refuseOrder(deps, { supplierId, orderId: order.orderId, reason, requestedBy: 'user:x' })
    expect(await refuse('damaged')).toEqual(await refuse('lost'))
    const stored = await t.db
      .selectFrom('orders')
      .select(['state', 'refusedFor'])
      .where('id', '=', order.orderId)
      .executeTakeFirst()
    expect(stored).toEqual({ state: 'refunding', refusedFor: 'damaged' })
    // What is damaged, lost or gone is not sold once more before its supplier says so.
    const item = await t.db
      .selectFrom('item')
      .select(['state', 'withdrawnBy'])
      .where('id', '=', order.sale.item.itemId)
      .executeTakeFirst()
    expect(item).toEqual({ state: 'withdrawn', withdrawnBy: 'supplier' })
    expect(await openRefusedSales(deps)).toBe(1)
    expect(await openRefusedSales(deps)).toBe(0)
    await expect(acceptOrder(deps, { supplierId, orderId: order.orderId })).rejects.toMatchObject({
      code: 'order_state',
    })
  })

  test('that the platform has refunded already is refused by nobody', async () => {
    const order = await buildPaidOrder(t, deps)
    const { supplierId } = order.sale.item
    const { orderId } = order
    const { refundId } = await requestRefund(t, {
      orderId,
      supplierId: null,
      reason: 'after_sale',
      requestedBy: 'user:x',
    })
    const refusal = { supplierId, orderId, reason: 'damaged', requestedBy: 'user:y' } as const
    expect(await refuseOrder(t, refusal)).toEqual({ refundId })
    const stored = await t.db
      .selectFrom('orders')
      .select(['refusedFor', 'refusedAt'])
      .where('id', '=', orderId)
      .executeTakeFirst()
    expect(stored).toEqual({ refusedFor: null, refusedAt: null })
    expect(await openRefusedSales(deps)).toBe(0)
  })

  test('that has to be shipped first stands first, page by page', async () => {
    const { supplierId } = await twoOrders()
    const page = await listOrders(t.db, { scope: { supplierId }, sort: 'due', states: ['paid'], limit: 1 })
    const next = await listOrders(t.db, {
      scope: { supplierId },
      sort: 'due',
      states: ['paid'],
      limit: 1,
      cursor: page.nextCursor ?? undefined,
    })
    expect(next.rows).toHaveLength(1)
    expect(Number(page.rows[0]?.paidAt)).toBeLessThan(Number(next.rows[0]?.paidAt))
    expect(next.nextCursor).toBeNull()
    const elsewhere = { scope: { supplierId }, limit: 1, cursor: page.nextCursor ?? undefined }
    await expect(listOrders(t.db, elsewhere)).rejects.toMatchObject({ code: 'bad_request' })
  })
})
