import type { Person } from '@haowu/server/test/build-person.ts'
import { buildPaidOrder, TEST_CONTACT } from '@haowu/server/test/build-sale.ts'
import { callOperation, type ErpDesk, openErpDesk, type OperationCall } from '@haowu/server/test/erp-desk.ts'
import type { TestApp } from '@haowu/server/test/test-app.ts'
import type { TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { acceptOrder } from '#domain/orders/accept-order.ts'
import { askToCancel } from '#domain/orders/ask-to-cancel.ts'
import { orderOperations } from './order-operations.ts'

let desk: ErpDesk
let t: TestDatabase
let web: TestApp
let supplier: Person
beforeAll(async () => {
  desk = await openErpDesk()
  ;({ t, web, supplier } = desk)
})
afterAll(() => desk[Symbol.asyncDispose]())

const paid = () => buildPaidOrder(t, web.deps, { supplierId: supplier.partyId })

const call = (id: string, { orderNo = '', ...asked }: OperationCall & { orderNo?: string } = {}) =>
  callOperation(desk, id, { at: { orderNo }, ...asked })

test('an ERP finds what it has to ship, opens the address, and tells the parcel, each as often as it likes', async () => {
  const [first, second] = [await paid(), await paid()]
  const due = await call('listOrders', { query: '?state=paid&sort=due&limit=1' })
  expect(due.body.orders).toMatchObject([
    { orderNo: first.orderNo, state: 'paid', paidFen: '499900', parcel: null, acceptedAt: null },
  ])
  expect(due.body.orders[0].buyer.phone).not.toBe(TEST_CONTACT.phone)
  const next = await call('listOrders', {
    query: `?state=paid&sort=due&limit=1&cursor=${due.body.nextCursor}`,
  })
  expect(next.body).toMatchObject({ orders: [{ orderNo: second.orderNo }], nextCursor: null })

  const { orderNo } = first
  const accepted = [await call('acceptOrder', { orderNo }), await call('acceptOrder', { orderNo })]
  expect(accepted[1]?.body.acceptedAt).toBe(accepted[0]?.body.acceptedAt)
  expect((await call('openAddress', { orderNo })).body).toEqual(TEST_CONTACT)
  const opened = await t.db
    .selectFrom('auditLog')
    .select('actor')
    .where('action', '=', 'address_opened')
    .where('subjectId', '=', first.orderId)
    .execute()
  expect(opened).toEqual([{ actor: `member:${supplier.memberId}` }])

  const body = { carrier: 'sf', trackingNo: 'sf1234567890123' }
  await call('shipOrder', { orderNo, body, once: 'ship-1' })
  const shipped = await call('shipOrder', { orderNo, body })
  expect(shipped.body).toMatchObject({
    state: 'shipped',
    parcel: { carrier: 'sf', trackingNo: 'SF1234567890123' },
    shipBy: null,
  })
  const other = await call('shipOrder', { orderNo: second.orderNo, body })
  expect([other.status, other.body.code, other.body.facts]).toEqual([
    400,
    'bad_request',
    { what: 'tracking_no' },
  ])
  const late = await call('refuseOrder', { orderNo, body: { reason: 'lost' } })
  expect([late.status, late.body.code, late.body.facts]).toEqual([409, 'order_state', { state: 'shipped' }])
  expect(late.body.title).toBe('The order is not there')
})

test('it says that it cannot deliver, and answers who wants to cancel', async () => {
  const [lost, agreed, kept] = [await paid(), await paid(), await paid()]
  for (const twice of [1, 2]) {
    const { body } = await call('refuseOrder', { orderNo: lost.orderNo, body: { reason: 'lost' } })
    expect(body.state, `asked for the ${twice}. time`).toBe('refunding')
  }
  for (const [{ orderId, orderNo, linkToken }, agree] of [
    [agreed, true],
    [kept, false],
  ] as const) {
    await acceptOrder(t, { supplierId: supplier.partyId, orderId })
    await askToCancel(t, { linkToken, reason: 'changed_mind' })
    expect((await call('getOrder', { orderNo })).body.cancelBy).not.toBeNull()
    const { body } = await call('answerCancellation', { orderNo, body: { agree } })
    expect(body).toMatchObject({ state: agree ? 'refunding' : 'paid', cancelBy: null })
  }
})

test('the key of a stranger opens no order, and changes none', async () => {
  const { orderNo } = await paid()
  const bodies: Record<string, object> = {
    shipOrder: { carrier: 'sf', trackingNo: 'SF999999999999' },
    refuseOrder: { reason: 'other' },
    answerCancellation: { agree: true },
  }
  for (const { id, path } of orderOperations.filter(one => one.path.includes('{'))) {
    const answer = await call(id, { orderNo, body: bodies[id], bearer: desk.strangersKey })
    expect([answer.status, answer.body.code], path).toEqual([404, 'not_found'])
  }
  expect((await call('listOrders', { bearer: desk.strangersKey })).body.orders).toEqual([])
  expect((await call('getOrder', { orderNo })).body).toMatchObject({ state: 'paid', acceptedAt: null })
})
