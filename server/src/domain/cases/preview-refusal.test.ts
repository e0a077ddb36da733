import { randomUUID } from 'node:crypto'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { buildPaidOrder, checkoutDeps } from '@haowu/server/test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { creditDeposit } from '#domain/deposits/credit-deposit.ts'
import { refuseOrder } from '#domain/orders/refuse-order.ts'
import { openRefusedSales } from './open-refused-sales.ts'
import { previewRefusal } from './preview-refusal.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

const sell = async (priceFen: bigint, supplierId?: string) => {
  const supplier = supplierId ?? (await buildParty(t.db, 'supplier'))
  const { orderId } = await buildPaidOrder(t, checkoutDeps(t), { supplierId: supplier, priceFen })
  return { supplierId: supplier, orderId }
}

test.each([
  ['less than the least', 9_000n, 1_500n],
  ['fifteen in a hundred', 499_900n, 74_985n],
  ['more than the most', 2_000_000n, 200_000n],
])('a refusal of %s of what was paid is told beforehand as the clause says', async (_, priceFen, feeFen) => {
  expect(await previewRefusal(t.db, await sell(priceFen))).toMatchObject({
    amountFen: feeFen,
    points: 2,
    restrictions: [],
    clause: { version: 1, answerDays: 3, zh: { title: '已售孤品砍单' } },
  })
})

test('what is told beforehand is what the case sets aside; a second one found costs more', async () => {
  const { supplierId, orderId } = await sell(499_900n)
  const payment = { paymentId: randomUUID(), partyId: supplierId, amountFen: 10_000_000n }
  await t.db.transaction().execute(trx => creditDeposit(trx, payment))
  const told = await previewRefusal(t.db, { supplierId, orderId })
  await refuseOrder(t, { supplierId, orderId, reason: 'damaged', requestedBy: 'user:x' })
  await openRefusedSales(t)
  const { heldFen } = await t.db
    .selectFrom('trustCase')
    .select('heldFen')
    .where('orderId', '=', orderId)
    .executeTakeFirstOrThrow()
  expect(heldFen).toBe(told?.amountFen)
  await t.owner.query(
    "UPDATE trust_case SET state = 'executed', answer_until = app_now(), ended_at = app_now(), captured_fen = held_fen, missing_fen = 0, decided_by = 'user:x', appeal_until = app_now() WHERE order_id = $1",
    [orderId],
  )
  expect(await previewRefusal(t.db, await sell(499_900n, supplierId))).toMatchObject({
    points: 4,
    restrictions: [{ kind: 'no_listing', days: 7 }],
  })
})

test('stocked goods cost nothing, and another supplier’s order is not found', async () => {
  const { supplierId, orderId } = await sell(499_900n)
  const stranger = await buildParty(t.db, 'supplier')
  await expect(previewRefusal(t.db, { supplierId: stranger, orderId })).rejects.toMatchObject({
    code: 'not_found',
  })
  await t.owner.query(
    "UPDATE item SET stock_kind = 'stocked' FROM orders WHERE orders.item_id = item.id AND orders.id = $1",
    [orderId],
  )
  expect(await previewRefusal(t.db, { supplierId, orderId })).toBeNull()
})
