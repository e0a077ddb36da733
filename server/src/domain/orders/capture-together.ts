import type { Database, Db, Transaction } from '#db/database.ts'
import { keepPlans } from '#db/keep-plans.ts'
import { confirmSales } from '#domain/catalog/confirm-sales.ts'
import { type Call, gatherCalls } from '#domain/gather-calls.ts'
import { type Captured, capturePayment, type PaidAtRail } from './capture-payment.ts'
import { closeSales } from './close-sales.ts'
import { lockPaid } from './lock-paid.ts'
import type { LockedOrder } from './order-store.ts'
import { markPaymentsSucceeded } from './payment-store.ts'

/**
 * As `capturePayment`, for the hour when many pay: payments that are told while others are being taken are taken together,
 * by one transaction with one commit. Only what is sold without a question goes together; whatever is odd (late, another
 * amount, a deposit, an order that somebody works on) is taken alone, and so is everything when the transaction fails:
 * nobody's payment hangs on a neighbour's.
 */
export const captureTogether = gatherCalls<Db, PaidAtRail, Captured>({
  most: 50,
  mostWaiting: 20_000,
  serve,
})

async function serve(db: Db, calls: Call<PaidAtRail, Captured>[]): Promise<void> {
  const taken = await takeTogether(db, calls).catch(() => NOTHING)
  for (const call of calls) {
    const captured = taken.get(call)
    if (captured) call.resolve(captured)
    // Not awaited: an order that somebody works on must not keep the line waiting.
    else void capturePayment({ db }, call.asked).then(call.resolve, call.reject)
  }
}

type Taken = ReadonlyMap<Call<PaidAtRail, Captured>, Captured>
const NOTHING: Taken = new Map()

function takeTogether(db: Db, calls: Call<PaidAtRail, Captured>[]): Promise<Taken> {
  // A payment that is told twice at once is taken for the first and looked up for the other, alone.
  const firstOf = new Map(calls.toReversed().map(call => [call.asked.outTradeNo, call]))
  return keepPlans(db)
    .transaction()
    .execute(async trx => {
      const found = await lockPaid(trx, [...firstOf.keys()], { skipLocked: true })
      const taken = new Map<Call<PaidAtRail, Captured>, Captured>()
      const plain: Plain[] = []
      for (const [outTradeNo, call] of firstOf) {
        const { payment, order } = found.get(outTradeNo) ?? {}
        if (payment?.amountFen !== call.asked.amountFen) continue
        if (payment.isSucceeded) taken.set(call, 'repeated')
        else if (order?.state === 'checkout') plain.push({ call, order, paymentId: payment.paymentId })
      }
      for (const { call } of await sell(trx, plain)) taken.set(call, 'sold')
      return taken
    })
}

interface Plain {
  call: Call<PaidAtRail, Captured>
  order: LockedOrder
  paymentId: string
}

/** Returns those that were sold; of the others nothing is changed. */
async function sell(trx: Transaction<Database>, plain: readonly Plain[]): Promise<Plain[]> {
  if (plain.length === 0) return []
  const confirmed = await confirmSales(
    trx,
    plain.map(({ order }) => order),
  )
  const sold = plain.filter(({ order }) => confirmed.has(order.orderId))
  const marked = await markPaymentsSucceeded(
    trx,
    sold.map(({ paymentId, call }) => ({ paymentId, transactionId: call.asked.transactionId })),
  )
  if (marked !== sold.length) throw new Error('a payment had succeeded before its order was paid')
  await closeSales(
    trx,
    sold.map(({ order }) => order),
  )
  return sold
}
