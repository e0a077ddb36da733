import { randomUUID } from 'node:crypto'
import { buildPaidOrder, checkoutDeps, type PaidOrder } from '@haowu/server/test/build-sale.ts'
import { letParcelArrive } from '@haowu/server/test/let-parcel-arrive.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import type { AfterSaleState } from '@haowu/shared/after-sales.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { finishRefund } from '#domain/orders/finish-refund.ts'
import { refuseOrder } from '#domain/orders/refuse-order.ts'
import { requestRefund } from '#domain/orders/request-refund.ts'
import { splitDue } from '#domain/settlement/split-due.ts'
import { answerAfterSale } from './answer-after-sale.ts'
import { escalateAfterSale } from './escalate-after-sale.ts'
import { mindAfterSales } from './mind-after-sales.ts'
import { readAfterSale } from './read-after-sale.ts'
import { refundByOperator } from './refund-by-operator.ts'
import { requestAfterSale } from './request-after-sale.ts'
import { sendReturn } from './send-return.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

interface Asked extends PaidOrder {
  afterSaleId: string
}

const paid = (priceFen: bigint) => buildPaidOrder(t, checkoutDeps(t), { priceFen })

async function ask(order: PaidOrder): Promise<Asked> {
  const { linkToken } = order
  const wish = { kind: 'return', reason: 'defect', words: '有划痕' } as const
  return { ...order, ...(await requestAfterSale(t, { linkToken, ...wish, photoKeys: [] })) }
}

/** An open after-sale of a parcel that has arrived. */
async function asked(priceFen = 150_000n): Promise<Asked> {
  const order = await paid(priceFen)
  await letParcelArrive(t.db, order)
  await splitDue(t)
  return ask(order)
}

const answer = ({ afterSaleId, sale }: Asked, said: 'agree' | 'refuse') => {
  const { supplierId } = sale.item
  const step = { afterSaleId, supplierId, actor: 'user:s' }
  return answerAfterSale(
    t,
    said === 'agree' ? { ...step, answer: said } : { ...step, answer: said, words: '不' },
  )
}
const READY: Partial<Record<AfterSaleState, (order: Asked) => Promise<unknown>>> = {
  requested: async () => {},
  refused: order => answer(order, 'refuse'),
  returning: order => answer(order, 'agree'),
  in_return: async order => {
    await answer(order, 'agree')
    const trackingNo = `SF${order.afterSaleId.slice(-12).toUpperCase()}`
    await sendReturn(t, { ...order, carrier: 'sf', trackingNo })
  },
  disputed: async order => {
    await answer(order, 'refuse')
    await escalateAfterSale(t, { ...order, words: '请裁决', photoKeys: [] })
  },
}

const isOver = ({ afterSaleId }: Asked) =>
  sql`UPDATE after_sale SET due_at = app_now() WHERE id = ${afterSaleId} AND due_at IS NOT NULL`.execute(t.db)
const readOf = ({ afterSaleId }: Asked) => readAfterSale(t.db, { afterSaleId, supplierId: null })
const openBlocks = async ({ orderId }: Asked) =>
  (
    await t.db
      .selectFrom('orderBlock')
      .select('id')
      .where('orderId', '=', orderId)
      .where('closedAt', 'is', null)
      .execute()
  ).length
const noticesOf = ({ afterSaleId }: Asked) =>
  t.db.selectFrom('notice').select('kind').where('refId', '=', afterSaleId).orderBy('createdAt').execute()

async function moneyArrives({ orderId }: Asked): Promise<void> {
  const { outRefundNo, amountFen } = await t.db
    .selectFrom('refund')
    .select(['outRefundNo', 'amountFen'])
    .where('orderId', '=', orderId)
    .executeTakeFirstOrThrow()
  await finishRefund(t, { outRefundNo, amountFen, outcome: 'succeeded', why: '' })
}

describe('an order that an operator refunds takes its open after-sale along', () => {
  test.each(Object.entries(READY))(
    'though it is %s: no clock is left, and it ends with the money',
    async (_, ready) => {
      const order = await asked()
      await ready(order)
      const { refundId } = await refundByOperator(t, { orderId: order.orderId, actor: 'user:o' })
      await isOver(order)
      expect(await mindAfterSales(t)).toBe(0)
      expect(await readOf(order)).toMatchObject({
        state: 'refunding',
        agreedFen: 150_000n,
        fault: 'none',
        dueAt: null,
      })
      expect((await readOf(order)).events.at(-1)).toMatchObject({ side: 'platform', actor: 'user:o' })
      expect((await noticesOf(order)).map(({ kind }) => kind)).toEqual([
        'after_sale_requested',
        'after_sale_overtaken',
      ])
      await expect(answer(order, 'agree')).rejects.toMatchObject({ code: 'after_sale_state' })
      expect(await refundByOperator(t, { orderId: order.orderId, actor: 'user:p' })).toEqual({ refundId })
      await moneyArrives(order)
      expect(await mindAfterSales(t)).toBe(1)
      expect(await readOf(order)).toMatchObject({ state: 'refunded' })
      expect(await openBlocks(order)).toBe(0)
      expect(await mindAfterSales(t)).toBe(0)
    },
  )
})

test('an order that its supplier calls off takes its open after-sale along at the next look', async () => {
  const order = await ask(await paid(150_000n))
  const { supplierId } = order.sale.item
  await refuseOrder(t, { orderId: order.orderId, supplierId, reason: 'damaged', requestedBy: 'user:s' })
  await isOver(order)
  expect(await mindAfterSales(t)).toBe(1)
  expect(await readOf(order)).toMatchObject({ state: 'refunding' })
  expect(await mindAfterSales(t)).toBe(0)
})

test('of an order of which a part came back otherwise, what is left is given back, and no clock fails at it', async () => {
  const order = await asked()
  const { orderId } = order
  const part = { supplierId: null, reason: 'after_sale', amountFen: 40_000n } as const
  await requestRefund(t, { orderId, ...part, requestedBy: 'channel', requestKey: 'part' })
  await t.owner.query(`UPDATE after_sale SET kind = 'refund_only' WHERE id = $1`, [order.afterSaleId])
  await isOver(order)
  expect(await mindAfterSales(t)).toBe(1)
  const { cappedFromFen, events, ...read } = await readOf(order)
  expect(read).toMatchObject({ state: 'refunding', agreedFen: 110_000n })
  // Whoever reads it is told that more was agreed.
  expect(cappedFromFen).toBe(150_000n)
  expect(events.at(-1)?.facts).toMatchObject({ amountFen: '110000', cappedFromFen: '150000' })
  const whole = await asked()
  await answer(whole, 'agree')
  expect((await readOf(whole)).cappedFromFen).toBeNull()
})

describe('an operator alone', () => {
  const alone = (orderId: string) => refundByOperator(t, { orderId, actor: 'user:o' })
  const stateOf = async ({ orderId }: PaidOrder) =>
    (await t.db.selectFrom('orders').select('state').where('id', '=', orderId).executeTakeFirstOrThrow())
      .state

  test('refunds no order from the limit on that a second person is needed, and is told by which rule', async () => {
    const [large, small] = [await paid(200_000n), await paid(199_999n)]
    await expect(alone(large.orderId)).rejects.toMatchObject({
      code: 'second_person_needed',
      facts: { what: 'refund', amountFen: '200000', fromFen: '200000', rule: 'case_second_person_from' },
    })
    expect(await stateOf(large)).toBe('paid')
    await alone(small.orderId)
    expect(await stateOf(small)).toBe('refunding')
  })

  test('is answered the refund that exists, however large, and that an order is not there', async () => {
    const { orderId } = await paid(200_000n)
    const decided = { orderId, supplierId: null, reason: 'after_sale', requestedBy: 'case:1' } as const
    const refund = await requestRefund(t, decided)
    expect(await alone(orderId)).toEqual(refund)
    await expect(alone(randomUUID())).rejects.toMatchObject({ code: 'not_found' })
  })
})
