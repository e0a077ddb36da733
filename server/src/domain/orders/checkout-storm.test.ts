import { buildSale, checkoutDeps } from '@haowu/server/test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, createPool } from '#db/database.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { pressCashierButton } from '#gateways/rail-simulator/press-cashier-button.ts'
import { capturePayment } from './capture-payment.ts'
import { type StartedCheckout, startCheckout } from './start-checkout.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

const ROUNDS = 20
const BUYERS = 1_000
/** Server processes that serve them; each has its own connections and knows nothing of the others. */
const PROCESSES = 4
const CLEAN = new Set(['item_held_elsewhere', 'item_unavailable'])

test(`of ${BUYERS} buyers at once on one item one pays and ${BUYERS - 1} get a clean conflict, in each of ${ROUNDS} rounds`, async () => {
  await using processes = createProcesses(PROCESSES)
  for (let round = 1; round <= ROUNDS; round++) {
    const sale = await buildSale(t)
    const answers = await Promise.allSettled(
      Array.from({ length: BUYERS }, async (_, buyer) => {
        const deps = processes.of(buyer)
        const started = await startCheckout(deps, sale.request())
        return payThrice(deps, started)
      }),
    )
    const refusals = answers.flatMap(answer => (answer.status === 'rejected' ? [answer.reason] : []))
    expect(refusals).toHaveLength(BUYERS - 1)
    expect(refusals.filter(reason => !CLEAN.has(reason.code))).toEqual([])
    expect(await countOf('sale')).toBe(round)
    for (const table of ['orders', 'buyerContact', 'payment'] as const)
      expect(await countOf(table)).toBe(round)
  }
  expect((await proveLedger(t.db)).disagreement).toBeNull()
}, 300_000)

function createProcesses(count: number) {
  const pools = Array.from({ length: count }, () =>
    createPool({ url: t.url, kind: 'worker', max: 8, onError: () => {} }),
  )
  const deps = pools.map(pool => checkoutDeps({ db: createDatabase(pool), pool }))
  return {
    of(buyer: number) {
      const found = deps[buyer % count]
      if (!found) throw new Error('no process')
      return found
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(pools.map(pool => pool.end()))
    },
  }
}

async function payThrice(deps: ReturnType<typeof checkoutDeps>, { orderNo }: StartedCheckout): Promise<void> {
  const outTradeNo = `P${orderNo}`
  await pressCashierButton(t.db, { outTradeNo, button: 'pay_repeat' })
  const paid = { outTradeNo, transactionId: `t-${orderNo}`, amountFen: 499_900n }
  const captured = await Promise.all([1, 2, 3].map(() => capturePayment(deps, paid)))
  expect(captured.sort()).toEqual(['repeated', 'repeated', 'sold'])
}

async function countOf(table: 'sale' | 'orders' | 'buyerContact' | 'payment'): Promise<number> {
  const { n } = await t.db
    .selectFrom(table)
    .select(q => q.fn.countAll().as('n'))
    .executeTakeFirstOrThrow()
  return Number(n)
}
