import { buildPaidOrder, checkoutDeps } from '@haowu/server/test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { RailAnswer, RailRefund } from '#gateways/payment-rail.ts'
import { processOpenRefunds } from './process-refund.ts'
import { requestRefund } from './request-refund.ts'

let t: TestDatabase
beforeEach(async () => {
  t = await createTestDatabase()
  return () => t[Symbol.asyncDispose]()
})

/** Refunds that the rail was asked for and has not ended, and after them a younger one whose first call was lost. */
async function openRefunds(old: number): Promise<{ old: string[]; young: string }> {
  const numbers: string[] = []
  for (let n = 0; n <= old; n++) {
    const { orderId, sale } = await buildPaidOrder(t, checkoutDeps(t))
    const { supplierId } = sale.item
    const wish = { orderId, supplierId, reason: 'supplier_cancelled', requestedBy: 'm-1' } as const
    const { refundId } = await requestRefund(t, wish)
    const { outRefundNo } = await t.db
      .updateTable('refund')
      .set({ createdAt: sql`app_now() - ${old + 1 - n}::int * interval '1 day'` })
      .set(n < old ? { state: 'processing' } : {})
      .where('id', '=', refundId)
      .returning('outRefundNo')
      .executeTakeFirstOrThrow()
    numbers.push(outRefundNo)
  }
  return { old: numbers.slice(0, -1), young: numbers.at(-1) ?? '' }
}

const later = () => sql`UPDATE refund SET asked_at = asked_at - interval '1 minute'`.execute(t.db)

/** One run of the sweep at a rail that answers like this; says whom it asked about. */
async function sweep(
  limit: number,
  answer: (outRefundNo: string) => RailAnswer<RailRefund>,
): Promise<{ asked: string[]; failure: unknown }> {
  const asked: string[] = []
  const ask = (outRefundNo: string) => {
    asked.push(outRefundNo)
    return Promise.resolve().then(() => answer(outRefundNo))
  }
  const deps = checkoutDeps(t)
  const rail = {
    ...deps.rail,
    queryRefund: ask,
    refund: (wish: { outRefundNo: string }) => ask(wish.outRefundNo),
  }
  const failure = await processOpenRefunds({ ...deps, rail }, { limit }).then(
    () => null,
    error => error,
  )
  return { asked, failure }
}

const slow = (outRefundNo: string): RailAnswer<RailRefund> => ({
  outcome: 'answered',
  value: { outTradeNo: '', outRefundNo, amountFen: 499_900n, state: 'PROCESSING' },
})

describe('a refund whose first call was lost has its turn', () => {
  test('though more than one run can ask about stand at the rail for days, and each of those is asked about in turn', async () => {
    const { old, young } = await openRefunds(3)
    expect((await sweep(2, slow)).asked).toEqual(old.slice(0, 2))
    await later()
    expect((await sweep(2, slow)).asked).toEqual([old[2], young])
    await later()
    expect((await sweep(2, slow)).asked).toEqual(old.slice(0, 2))
  })

  test('though so many older ones never get an answer that a run gives up', async () => {
    const { old, young } = await openRefunds(3)
    const silent = (no: string) => (old.includes(no) ? ({ outcome: 'unknown' } as const) : slow(no))
    expect((await sweep(50, silent)).asked).toEqual(old)
    await later()
    expect((await sweep(50, silent)).asked[0]).toBe(young)
  })

  test('though an older one fails each time; who ran the sweep is told of each failure at its end', async () => {
    const { old, young } = await openRefunds(2)
    const { asked, failure } = await sweep(50, no => {
      if (old.includes(no)) throw new Error(`cannot ask about ${no}`)
      return slow(no)
    })
    expect(asked).toEqual([...old, young])
    expect(failure).toBeInstanceOf(AggregateError)
    expect((failure as AggregateError).errors.map(String)).toEqual(
      old.map(no => `Error: cannot ask about ${no}`),
    )
  })
})

test('two sweeps at once ask about each refund once, and none is asked about again at once', async () => {
  const { old, young } = await openRefunds(2)
  const both = await Promise.all([sweep(50, slow), sweep(50, slow)])
  expect(both.flatMap(({ asked }) => asked).toSorted()).toEqual([...old, young].toSorted())
})
