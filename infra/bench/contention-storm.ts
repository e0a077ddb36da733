import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDatabase as createKysely, createPool } from '@haowu/server/db/database.ts'
import { DomainError } from '@haowu/server/domain/domain-error.ts'
import { proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { capturePayment } from '@haowu/server/domain/orders/capture-payment.ts'
import { expireCheckouts } from '@haowu/server/domain/orders/expire-checkouts.ts'
import { startCheckout } from '@haowu/server/domain/orders/start-checkout.ts'
import { pressCashierButton } from '@haowu/server/gateways/rail-simulator/press-cashier-button.ts'
import { buildHeldItems } from '@haowu/server/test/build-held-items.ts'
import { checkoutDeps, TEST_CONTACT } from '@haowu/server/test/build-sale.ts'
import pg from 'pg'
import { SALE_MUST_NOT_BE } from './sale-checks.ts'

export interface Storm {
  items: number
  buyers: number
  seconds: number
}

export interface Weathered {
  sold: number
  /** Checkouts that ended unpaid, or whose money came too late and went back. */
  ended: number
  returned: number
  /** These three must be 0. */
  soldTwice: number
  soldWithoutMoney: number
  moneyLost: number
  cutConnections: number
}

const PROCESSES = 4
const PRICE_FEN = 100_000n
const CUT_EVERY_MS = 250
/** A second of the storm is so many of the clock that decides, so that checkouts run out while it lasts. */
const SECONDS_A_SECOND = 60
const BUTTONS = ['pay', 'pay', 'pay', 'pay_repeat', 'pay_lost', 'pay_late', 'refuse', null] as const

type Deps = ReturnType<typeof checkoutDeps>

/**
 * Buyers at random pieces, who pay in every way a bank knows or not at all, while checkouts run out and connections are cut
 * under everybody. Whatever was cut is said again with its key, as a browser and a rail do. Counts what must not be; throws when the ledger does not prove.
 */
export async function weather(url: string, { items, buyers, seconds }: Storm): Promise<Weathered> {
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  const pools = Array.from({ length: PROCESSES }, () => {
    const pool = createPool({ url, kind: 'worker', max: 5, onError: () => {} })
    pool.options.application_name = 'haowu-storm'
    return pool
  })
  const processes = pools.map(pool => checkoutDeps({ db: createKysely(pool), pool }))
  const some = (): Deps => processes[randomInt(PROCESSES)] as Deps
  try {
    const { roomCode, items: pieces } = await buildHeldItems(some().db, { count: items, priceFen: PRICE_FEN })
    const ends = performance.now() + seconds * 1_000
    const lasts = () => performance.now() < ends
    const [cutConnections] = await Promise.all([
      cutWhile(lasts, owner),
      ...Array.from({ length: buyers }, async () => {
        while (lasts()) {
          const piece = pieces[randomInt(pieces.length)]
          if (piece) await buyOne(some, { roomCode, itemId: piece.itemId })
        }
      }),
      ...[0, 1].map(async () => {
        while (lasts()) {
          await orCut(() => expireCheckouts(some(), { limit: 100 }))
          await sleep(200)
        }
      }),
    ])
    await settle(some, owner)
    return { ...(await judge(some, owner)), cutConnections }
  } finally {
    await owner.end()
    await Promise.all(pools.map(pool => pool.end()))
  }
}

/** Moves the clock and cuts a connection, again and again; answers how many were cut. */
async function cutWhile(lasts: () => boolean, owner: pg.Client): Promise<number> {
  let count = 0
  while (lasts()) {
    await sleep(CUT_EVERY_MS)
    const { rowCount } =
      await owner.query(`SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity
      WHERE application_name = 'haowu-storm' AND datname = current_database() ORDER BY random() LIMIT 1) AS one`)
    count += rowCount ?? 0
    await moveClock(owner, (CUT_EVERY_MS / 1_000) * SECONDS_A_SECOND)
  }
  return count
}

const moveClock = (owner: pg.Client, seconds: number) =>
  owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + $1', [Math.round(seconds)])

async function buyOne(some: () => Deps, where: { roomCode: string; itemId: string }): Promise<void> {
  const idempotencyKey = crypto.randomUUID()
  const request = { ...where, priceFen: PRICE_FEN, contact: TEST_CONTACT, idempotencyKey }
  const started = await orCut(() => startCheckout(some(), request))
  if (!started) return
  const button = BUTTONS[randomInt(BUTTONS.length)]
  if (!button) return
  const outTradeNo = `P${started.orderNo}`
  await orCut(() => pressCashierButton(some().db, { outTradeNo, button }))
  // A refusal brings no callback, and a lost or late one is found by whoever ends checkouts.
  if (button !== 'pay' && button !== 'pay_repeat') return
  await orCut(() => tellPaid(some(), outTradeNo))
  if (button === 'pay_repeat') await orCut(() => tellPaid(some(), outTradeNo))
}

/** As a callback does: only what the rail itself says was paid. */
async function tellPaid(deps: Deps, outTradeNo: string): Promise<void> {
  const answer = await deps.rail.queryPayment(outTradeNo)
  if (answer.outcome !== 'answered' || answer.value.transactionId === null) return
  const { amountFen, transactionId } = answer.value
  await capturePayment(deps, { outTradeNo, amountFen, transactionId })
}

const MOST_TRIES = 5

/** A refusal is an answer; a cut connection is tried again, and given up as one who closes his browser. */
async function orCut<Value>(act: () => Promise<Value>): Promise<Value | undefined> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    try {
      return await act()
    } catch (error) {
      if (error instanceof DomainError) return undefined
      if (!isCut(error)) throw error
    }
  }
  return undefined
}

function isCut(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isCut)
  const { code, message } = error as { code?: string; message?: string }
  return code === '57P01' || code === 'ECONNRESET' || /terminat|closed|not queryable/i.test(message ?? '')
}

/** Time passes until every checkout is over, and the rail has told us, late as it may be, of all the money it took. */
async function settle(some: () => Deps, owner: pg.Client): Promise<void> {
  await moveClock(owner, 3_600)
  for (let rounds = 0; rounds < 200; rounds++) {
    await expireCheckouts(some(), { limit: 200 })
    const { rows } = await owner.query("SELECT 1 FROM orders WHERE state = 'checkout' LIMIT 1")
    if (rows.length === 0) return tellAllPaid(some(), owner)
  }
  throw new Error('checkouts stay open')
}

async function tellAllPaid(deps: Deps, owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ no: string }>(
    'SELECT out_trade_no AS no FROM rail_simulator.payment WHERE pays_at <= app_now()',
  )
  for (const { no } of rows) await tellPaid(deps, no)
}

/** Money by the rail's own record, not by ours: what we never heard of would be missing in ours. */
const MONEY_LOST = `SELECT taken.out_trade_no FROM rail_simulator.payment AS taken
  LEFT JOIN payment USING (out_trade_no) LEFT JOIN sale USING (order_id)
  WHERE taken.pays_at <= app_now() AND sale.order_id IS NULL
    AND NOT EXISTS (SELECT FROM refund WHERE refund.payment_id = payment.id)`

async function judge(some: () => Deps, owner: pg.Client): Promise<Omit<Weathered, 'cutConnections'>> {
  const count = async (query: string) => (await owner.query(query)).rowCount ?? Number.NaN
  const { disagreement } = await proveLedger(some().db)
  if (disagreement) throw new Error(`the ledger disagrees: ${JSON.stringify(disagreement)}`)
  return {
    sold: await count('SELECT 1 FROM sale'),
    ended: await count("SELECT 1 FROM orders WHERE state = 'closed'"),
    returned: await count('SELECT 1 FROM refund'),
    soldTwice: await count(SALE_MUST_NOT_BE['a piece sold twice']),
    soldWithoutMoney: await count(SALE_MUST_NOT_BE['a sale without its money']),
    moneyLost: await count(MONEY_LOST),
  }
}
