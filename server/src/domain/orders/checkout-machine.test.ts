import { buildSale, checkoutDeps, type SaleScene } from '@haowu/server/test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createDatabase, createPool } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { CASHIER_BUTTONS } from '#gateways/rail-simulator/behaviour.ts'
import { pressCashierButton } from '#gateways/rail-simulator/press-cashier-button.ts'
import { capturePayment } from './capture-payment.ts'
import { expireCheckouts } from './expire-checkouts.ts'
import { type CheckoutDeps, type StartCheckout, startCheckout } from './start-checkout.ts'
import { startPayment } from './start-payment.ts'

/**
 * Any sequence of pressing buy, going to pay, paying in every way a bank knows, being told of it, time passing and
 * checkouts ending, by two processes whose own clocks are ten minutes apart, with acts said twice and with connections cut
 * under them. After each step the database is asked whether anything happened that must not.
 */

const MINUTE = 60_000
/** What the rules say: a checkout lasts so long by its price, and a payment that began prolongs it once. */
const MINUTES = { short: 5, long: 10, extension: 5 }
const PRICES = [499_900n, 1_000_000n] as const

let t: TestDatabase
let processes: { deps: CheckoutDeps; pool: pg.Pool; skewMs: number }[]
beforeAll(async () => {
  t = await createTestDatabase()
  processes = [0, 10 * MINUTE].map(skewMs => {
    const pool = createPool({ url: t.url, kind: 'worker', max: 4, onError: () => {} })
    // Named, so that their connections can be cut and no other's.
    pool.options.application_name = 'haowu-process'
    return { deps: checkoutDeps({ db: createDatabase(pool), pool }), pool, skewMs }
  })
})
afterEach(() => void vi.useRealTimers())
afterAll(async () => {
  await Promise.all(processes.map(({ pool }) => pool.end()))
  await t[Symbol.asyncDispose]()
})

const process = fc.nat(1)
const item = fc.nat(1)
const order = fc.nat(5)
/** One act in four loses its connections under it. */
const killed = fc.nat(3).map(n => n === 0)
const act = fc.oneof(
  fc.record({ act: fc.constant('start' as const), item, process, again: fc.boolean(), killed }),
  fc.record({ act: fc.constant('rush' as const), item }),
  fc.record({ act: fc.constant('pay' as const), order, process, killed }),
  fc.record({ act: fc.constant('press' as const), order, button: fc.constantFrom(...CASHIER_BUTTONS) }),
  fc.record({ act: fc.constant('capture' as const), order, process, killed }),
  fc.record({ act: fc.constant('expire' as const), process, killed }),
  fc.record({ act: fc.constant('race' as const), order }),
  fc.record({ act: fc.constant('wait' as const), minutes: fc.constantFrom(1, 4, 6, 11) }),
)
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never

interface Started {
  orderNo: string
  linkToken: string
  firstUntil: number
  lastUntil: number
}

class World {
  readonly sales: SaleScene[] = []
  readonly orders = new Map<string, Started>()
  lastRequest: StartCheckout | undefined

  async open(): Promise<this> {
    await setClock(0)
    for (const priceFen of PRICES) this.sales.push(await buildSale(t, { priceFen }))
    return this
  }

  /** Runs as one of the processes, whose clock may be wrong; a cut connection is as if the process had died there. */
  async as<Value>(
    index: number,
    cut: boolean,
    run: (deps: CheckoutDeps) => Promise<Value>,
  ): Promise<Value | undefined> {
    const { deps, skewMs } = processes[index] ?? expect.fail('no process')
    vi.useFakeTimers({ toFake: ['Date'], now: performance.timeOrigin + performance.now() + skewMs })
    try {
      const [value] = await Promise.all([run(deps), cut ? cutConnections() : undefined])
      return value
    } catch (error) {
      if (error instanceof DomainError || isCut(error)) return undefined
      throw error
    } finally {
      vi.useRealTimers()
    }
  }

  async start(
    index: number,
    { by, again, cut }: { by: number; again: boolean; cut: boolean },
  ): Promise<void> {
    const request = (again && this.lastRequest) || this.sales[index]?.request()
    if (!request) return
    this.lastRequest = request
    const started = await this.as(by, cut, deps => startCheckout(deps, request))
    if (!started) return
    const until = started.checkoutUntil.getTime()
    if (!this.orders.has(started.orderNo))
      this.orders.set(started.orderNo, { ...started, firstUntil: until, lastUntil: until })
  }

  at(index: number): Started | undefined {
    const all = [...this.orders.values()]
    return all[index % Math.max(1, all.length)]
  }

  async do(one: Act): Promise<void> {
    if (one.act === 'start')
      return this.start(one.item, { by: one.process, again: one.again, cut: one.killed })
    if (one.act === 'wait') return waitMinutes(one.minutes)
    if (one.act === 'rush') {
      const sale = this.sales[one.item]
      const answers = await Promise.all(
        [0, 1, 0, 1].map(by =>
          this.as(by, false, deps => startCheckout(deps, sale?.request() ?? expect.fail('none'))),
        ),
      )
      const won = answers.filter(answer => answer !== undefined)
      expect(won.length).toBeLessThanOrEqual(1)
      for (const started of won) {
        const until = started.checkoutUntil.getTime()
        this.orders.set(started.orderNo, { ...started, firstUntil: until, lastUntil: until })
      }
      return
    }
    if (one.act === 'expire') {
      await this.as(one.process, one.killed, deps => expireCheckouts(deps, { limit: 50 }))
      return
    }
    const chosen = this.at(one.order)
    if (!chosen) return
    const outTradeNo = `P${chosen.orderNo}`
    if (one.act === 'press') {
      await pressCashierButton(t.db, { outTradeNo, button: one.button })
    } else if (one.act === 'pay') {
      const paying = await this.as(one.process, one.killed, deps => startPayment(deps, chosen))
      if (paying) chosen.lastUntil = paying.checkoutUntil.getTime()
    } else if (one.act === 'capture') {
      await this.as(one.process, one.killed, deps => tellPaid(deps, outTradeNo))
    } else {
      await Promise.all([
        ...[0, 1].map(by => this.as(by, false, deps => tellPaid(deps, outTradeNo))),
        ...[0, 1].map(by => this.as(by, false, deps => expireCheckouts(deps, { limit: 50 }))),
      ])
    }
  }
}

/** As a callback would, if the rail has the money. */
async function tellPaid(deps: CheckoutDeps, outTradeNo: string): Promise<void> {
  const answer = await deps.rail.queryPayment(outTradeNo)
  if (answer.outcome !== 'answered' || answer.value.transactionId === null) return
  const { amountFen, transactionId } = answer.value
  await capturePayment(deps, { outTradeNo, amountFen, transactionId })
}

async function waitMinutes(minutes: number): Promise<void> {
  await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + $1', [minutes * 60])
}

async function setClock(shiftSeconds: number): Promise<void> {
  await t.owner.query('UPDATE app_clock SET shift_seconds = $1', [shiftSeconds])
}

/** Those of the processes alone: whoever looks at what they did keeps his. */
async function cutConnections(): Promise<void> {
  await t.owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'haowu-process' AND state <> 'idle'`)
}

function isCut(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isCut)
  const { code, message } = error as { code?: string; message?: string }
  return code === '57P01' || /terminat|Connection|ECONNRESET/i.test(message ?? '')
}

/** Each names what must not be; none may have a row. */
const MUST_NOT_BE = {
  'two sales of one piece': sql`SELECT item_id FROM sale GROUP BY item_id, listing_generation HAVING count(*) > 1`,
  'a sale without its money': sql`SELECT sale.order_id FROM sale LEFT JOIN payment ON payment.order_id = sale.order_id
    WHERE payment.state IS DISTINCT FROM 'succeeded'`,
  'money with neither sale nor refund, or with both': sql`SELECT payment.id FROM payment
    WHERE payment.state = 'succeeded' AND payment.order_id IS NOT NULL
      AND (EXISTS (SELECT FROM sale WHERE sale.order_id = payment.order_id))::int
        + (SELECT count(*) FROM refund WHERE refund.payment_id = payment.id) <> 1`,
  'an order that is paid without a sale, or a sale whose order is not': sql`SELECT orders.id FROM orders
    LEFT JOIN sale ON sale.order_id = orders.id WHERE (orders.state = 'paid') <> (sale.order_id IS NOT NULL)`,
  'two buyers at once': sql`SELECT orders.item_id FROM orders JOIN item ON item.id = orders.item_id
    WHERE orders.state = 'checkout' AND orders.checkout_until > app_now() AND item.checkout_order_id = orders.id
    GROUP BY orders.item_id HAVING count(*) > 1`,
  'a sold piece that is not sold': sql`SELECT item.id FROM item JOIN sale ON sale.item_id = item.id WHERE item.state <> 'sold'`,
}

async function expectSound(world: World): Promise<void> {
  for (const [what, query] of Object.entries(MUST_NOT_BE)) {
    expect((await query.execute(t.db)).rows, what).toEqual([])
  }
  const { rows } = await sql<{ no: string; checkoutUntil: Date; minutes: number }>`
    SELECT no, checkout_until, extract(epoch FROM checkout_until - created_at) / 60 AS minutes FROM orders`.execute(
    t.db,
  )
  for (const { no, checkoutUntil } of rows) {
    const known = world.orders.get(no)
    if (!known) continue
    const more = (checkoutUntil.getTime() - known.firstUntil) / MINUTE
    expect([0, MINUTES.extension], 'extended once at most').toContain(Math.round(more))
  }
}

test('whatever buyers, banks, clocks and lost connections do: one sale, no sale without money, no money without sale or refund', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 24 }), async acts => {
      const world = await new World().open()
      for (const one of acts) {
        await world.do(one)
        await expectSound(world)
      }
      // In the end every bank has paid, every time is over, and the jobs have looked.
      await waitMinutes(60)
      for (const { orderNo } of world.orders.values())
        await tellPaid(processes[0]?.deps ?? expect.fail(), `P${orderNo}`)
      await expireCheckouts(processes[1]?.deps ?? expect.fail(), { limit: 500 })
      await expectSound(world)
      const open = await t.db.selectFrom('orders').select('no').where('state', '=', 'checkout').execute()
      expect(open).toEqual([])
      expect((await proveLedger(t.db)).disagreement).toBeNull()
    }),
    { numRuns: 25, interruptAfterTimeLimit: 60_000 },
  )
}, 150_000)

test.each([
  [499_900n, MINUTES.short],
  [999_999n, MINUTES.short],
  [1_000_000n, MINUTES.long],
])(
  'a piece of %i fen is kept for %i minutes, and once for five more when payment begins',
  async (priceFen, minutes) => {
    await setClock(0)
    const deps = processes[0]?.deps ?? expect.fail()
    const sale = await buildSale(t, { priceFen })
    const started = await startCheckout(deps, sale.request())
    const { now } = (await sql<{ now: Date }>`SELECT app_now() AS now`.execute(t.db)).rows[0] ?? expect.fail()
    const kept = (until: Date) => Math.round((until.getTime() - now.getTime()) / MINUTE)
    expect(kept(started.checkoutUntil)).toBe(minutes)
    expect(kept((await startPayment(deps, started)).checkoutUntil)).toBe(minutes + MINUTES.extension)
    expect(kept((await startPayment(deps, started)).checkoutUntil)).toBe(minutes + MINUTES.extension)
  },
)
