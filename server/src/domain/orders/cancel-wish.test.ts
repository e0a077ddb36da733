import { buildPaidOrder, checkoutDeps } from '@haowu/server/test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLateShipping } from '#domain/cases/open-late-shipping.ts'
import { openRefusedSales } from '#domain/cases/open-refused-sales.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { acceptOrder } from './accept-order.ts'
import { answerWish } from './answer-wish.ts'
import { askToCancel, withdrawWish } from './ask-to-cancel.ts'
import { findWish } from './cancel-wish.ts'
import { endSilentWishes } from './end-silent-wishes.ts'
import { shipOrder } from './ship-order.ts'
import type { CheckoutDeps } from './start-checkout.ts'

let t: TestDatabase
let deps: CheckoutDeps
beforeAll(async () => {
  t = await createTestDatabase()
  deps = checkoutDeps(t)
})
afterAll(() => t[Symbol.asyncDispose]())

async function paid({ accepted = true } = {}) {
  const order = await buildPaidOrder(t, deps)
  const { supplierId } = order.sale.item
  const { orderId, linkToken } = order
  if (accepted) await acceptOrder(t, { supplierId, orderId })
  return {
    orderId,
    supplierId,
    ask: () => askToCancel(t, { linkToken, reason: 'changed_mind' }),
    withdraw: () => withdrawWish(t, { linkToken }),
    answer: (agree: boolean) => answerWish(t, { supplierId, orderId, agree, actor: 'user:test' }),
    ship: () => shipOrder(t, { supplierId, orderId, carrier: 'sf', trackingNo: `SF${Date.now()}` }),
  }
}

const stateOf = async (orderId: string) => {
  const { state } = await t.db
    .selectFrom('orders')
    .select('state')
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow()
  return [state, (await findWish(t.db, orderId))?.answer]
}
const refundsOf = (orderId: string) =>
  t.db.selectFrom('refund').select(['reason', 'amountFen']).where('orderId', '=', orderId).execute()
const passHours = (orderId: string, hours: number) =>
  sql`UPDATE cancel_wish SET due_at = due_at - ${hours}::int * interval '1 hour' WHERE order_id = ${orderId}`.execute(
    t.db,
  )

describe('a buyer who wants out before the parcel leaves', () => {
  test('gets everything back at once while nobody has taken the order on, and no case is opened', async () => {
    const order = await paid({ accepted: false })
    await Promise.all([order.ask(), order.ask()])
    await order.ask()
    expect(await stateOf(order.orderId)).toEqual(['refunding', 'not_accepted_yet'])
    expect(await refundsOf(order.orderId)).toMatchObject([{ reason: 'buyer_cancelled' }])
    expect(await openRefusedSales(t)).toBe(0)
  })

  test('waits for the supplier, whose yes gives it back once and costs him nothing', async () => {
    const order = await paid()
    await order.ask()
    expect(await stateOf(order.orderId)).toEqual(['paid', null])
    await Promise.all([order.answer(true), order.answer(true)])
    await order.answer(true)
    await expect(order.answer(false)).rejects.toMatchObject({ code: 'order_state' })
    expect(await stateOf(order.orderId)).toEqual(['refunding', 'agreed'])
    expect(await refundsOf(order.orderId)).toHaveLength(1)
    expect(await openRefusedSales(t)).toBe(0)
  })

  test('is told no and cannot ask twice, but may ask again what he took back himself', async () => {
    const order = await paid()
    await order.ask()
    await order.withdraw()
    expect(await stateOf(order.orderId)).toEqual(['paid', 'withdrawn'])
    await order.ask()
    await order.answer(false)
    await order.ask()
    expect(await stateOf(order.orderId)).toEqual(['paid', 'declined'])
    expect(await refundsOf(order.orderId)).toEqual([])
  })

  test('takes silence for a yes, not a moment before its time', async () => {
    const order = await paid()
    await order.ask()
    await passHours(order.orderId, 23)
    await endSilentWishes(t, { limit: 10 })
    expect(await stateOf(order.orderId)).toEqual(['paid', null])
    await passHours(order.orderId, 1)
    await Promise.all([endSilentWishes(t, { limit: 10 }), endSilentWishes(t, { limit: 10 })])
    await endSilentWishes(t, { limit: 10 })
    expect(await stateOf(order.orderId)).toEqual(['refunding', 'silent'])
    expect(await refundsOf(order.orderId)).toHaveLength(1)
  })

  test('is too late once the parcel has left, whichever of the two was first', async () => {
    const order = await paid()
    await order.ask()
    await Promise.allSettled([order.ship(), order.answer(true)])
    const [state, answer] = await stateOf(order.orderId)
    expect([
      ['shipped', 'declined'],
      ['refunding', 'agreed'],
    ]).toContainEqual([state, answer])
    const gone = await paid()
    await gone.ship()
    await expect(gone.ask()).rejects.toMatchObject({ code: 'order_state' })
  })

  test('leaves no case for lateness while the supplier waits for him, and one when he went on', async () => {
    const order = await paid()
    await order.ask()
    await sql`UPDATE orders SET paid_at = paid_at - interval '60 hours' WHERE id = ${order.orderId}`.execute(
      t.db,
    )
    expect(await openLateShipping(t)).toBe(0)
    await order.answer(false)
    expect(await openLateShipping(t)).toBe(1)
  })

  test('leaves the books as they can be derived', async () => {
    expect((await proveLedger(t.db)).disagreement).toBeNull()
  })
})
