import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDatabase, createPool, type Db } from '@haowu/server/db/database.ts'
import { migrateToLatest } from '@haowu/server/db/migrate.ts'
import { proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { migrateQueueSchema } from '@haowu/server/gateways/queue-backend.ts'
import { pressCashierButton } from '@haowu/server/gateways/rail-simulator/press-cashier-button.ts'
import { buildPaidOrders } from '@haowu/server/test/build-orders.ts'
import { buildHeldItems, type HeldItems } from '@haowu/server/test/build-held-items.ts'
import pg from 'pg'
import { expect, test } from 'vitest'
import { DATA_DIR } from '../local/checkout.ts'
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
  stopEmbeddedPostgres,
  waitUntilReady,
} from '../local/embedded-postgres.ts'
import { choosePort } from '../local/free-port.ts'
import { startKillable } from './killable.ts'

/** Bought over HTTP while processes die, and captured payments that arrive just before each death: 2,000 orders. */
const BOUGHT = 500
const WAVES = 6
const ORDERS_IN_WAVE = 250
const ORDERS = BOUGHT + WAVES * ORDERS_IN_WAVE
const BUYERS_AT_ONCE = 10
const BETWEEN_KILLS_MS = 2_000

test('kill -9 of server, jobs and PostgreSQL in turn: each buyer has his order, each order exactly one split', {
  timeout: 300_000,
}, async () => {
  await using tidy = new AsyncDisposableStack()
  const folder = path.join(DATA_DIR, `throwaway-${process.pid}`)
  tidy.defer(() => rmSync(folder, { recursive: true, force: true }))
  const postgres = await startEmbeddedPostgres({
    dataDir: path.join(folder, 'faults'),
    password: randomBytes(12).toString('hex'),
    durable: true,
    maxConnections: 200,
  })
  tidy.defer(() => stopEmbeddedPostgres(postgres))
  const databaseUrl = await prepareDatabase(postgres)
  const pool = createPool({ url: databaseUrl, kind: 'worker', onError: () => {} })
  tidy.defer(() => pool.end())
  const db = createDatabase(pool)
  const held = await buildHeldItems(db, { count: BOUGHT })
  const port = await choosePort(undefined)
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    REDIS_URL: '',
    PORT: `${port}`,
    RATE_LIMITS: 'false',
    LOG_LEVEL: 'info',
  }
  const server = await startKillable('server/src/main.ts', { env, readyWords: 'listening' })
  tidy.defer(() => server.stop())
  const jobs = await startKillable('jobs/src/main.ts', { env, readyWords: 'jobs ready' })
  tidy.defer(() => jobs.stop())

  const buying = buyAll(db, { url: `http://127.0.0.1:${port}`, held })
  const turns = [() => jobs.killAndRestart(), () => server.killAndRestart(), () => killPostgres(postgres)]
  for (let wave = 0; wave < WAVES; wave++) {
    await sleep(BETWEEN_KILLS_MS)
    await buildPaidOrders(db, { count: ORDERS_IN_WAVE, suppliers: 1, streamers: 1 })
    await sleep(Math.random() * 500)
    await turns[wave % turns.length]?.()
  }
  await buying
  await until(async () => (await count(pool, 'orders WHERE split_at IS NOT NULL')) === ORDERS, 90)
  await pool.query('UPDATE outbox SET next_at = clock_timestamp() WHERE done_at IS NULL')
  await until(async () => (await count(pool, 'outbox WHERE done_at IS NULL')) === 0, 60)

  expect([...server.ownEnds, ...jobs.ownEnds]).toEqual([])
  expect(await count(pool, 'sale')).toBe(ORDERS)
  expect(await count(pool, 'orders')).toBe(ORDERS)
  expect(await count(pool, "ledger.transaction WHERE kind = 'sale_captured'")).toBe(ORDERS)
  expect(await count(pool, "ledger.transaction WHERE kind = 'sale_split'")).toBe(ORDERS)
  expect(await count(pool, 'accrual')).toBe(ORDERS * 3)
  expect((await proveLedger(db)).disagreement).toBeNull()
})

async function prepareDatabase(postgres: EmbeddedPostgres): Promise<string> {
  const client = new pg.Client({ connectionString: postgres.adminUrl })
  await client.connect()
  await client.query('CREATE DATABASE haowu')
  await client.end()
  const url = new URL(postgres.adminUrl)
  url.pathname = '/haowu'
  await migrateToLatest(url.href)
  await migrateQueueSchema(url.href)
  return url.href
}

/** A new server cannot start before the last child of the killed one has noticed; then it recovers from its log. */
async function killPostgres(postgres: EmbeddedPostgres): Promise<void> {
  const gone = new Promise(resolve => postgres.process.once('exit', resolve))
  postgres.process.kill('SIGKILL')
  await gone
  for (let attempt = 1; ; attempt++) {
    postgres.spawn()
    try {
      await waitUntilReady(postgres)
      return
    } catch (error) {
      if (attempt === 20) throw error
      await sleep(300)
    }
  }
}

/** All items bought by as many buyers, some at a time, each as stubborn as a person with one idempotency key. */
async function buyAll(db: Db, scene: { url: string; held: HeldItems }): Promise<void> {
  const left = [...scene.held.items.entries()]
  const buyer = async () => {
    for (let next = left.pop(); next; next = left.pop()) {
      const [n, item] = next
      const payUrl = await insist(() => checkOut(scene, item, n))
      const outTradeNo = decodeURIComponent(new URL(payUrl).pathname.split('/').at(-1) ?? '')
      // False when the press before had been heard, though its answer was lost.
      await insist(() => pressCashierButton(db, { outTradeNo, button: n % 10 === 0 ? 'pay_repeat' : 'pay' }))
    }
  }
  await Promise.all(Array.from({ length: BUYERS_AT_ONCE }, buyer))
}

async function checkOut(
  { url, held }: { url: string; held: HeldItems },
  { itemId, priceFen }: HeldItems['items'][number],
  n: number,
): Promise<string> {
  const answer = await fetch(`${url}/api/trpc/checkout.start`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      roomCode: held.roomCode,
      itemId,
      priceFen: priceFen.toString(),
      contact: { name: '王小明', phone: '13812345678', region: '上海市 徐汇区', address: `漕溪北路 ${n} 号` },
      idempotencyKey: `buyer-of-item-${String(n).padStart(8, '0')}`,
    }),
    signal: AbortSignal.timeout(10_000),
  })
  const body = await answer.text()
  if (!answer.ok) throw new Error(`checkout answered ${answer.status}: ${body}`)
  return JSON.parse(body).result.data.payUrl
}

/** Tries again for a minute: a killed process is away for a moment, never for good. */
async function insist<T>(act: () => Promise<T>): Promise<T> {
  const end = Date.now() + 60_000
  for (;;) {
    try {
      return await act()
    } catch (error) {
      if (Date.now() > end) throw error
      await sleep(200)
    }
  }
}

async function count(pool: pg.Pool, from: string): Promise<number> {
  const { rows } = await insist(() => pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`))
  return rows[0]?.n ?? -1
}

async function until(condition: () => Promise<boolean>, seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1_000
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${seconds} s`)
    await sleep(100)
  }
}
