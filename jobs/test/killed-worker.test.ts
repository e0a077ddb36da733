import { setTimeout as sleep } from 'node:timers/promises'
import { proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { migrateQueueSchema } from '@haowu/server/gateways/queue-backend.ts'
import { buildPaidOrders, letOrdersMature } from '@haowu/server/test/build-orders.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { describe, expect, test } from 'vitest'
import { BACKENDS, openTestBackend } from './backends.ts'
import { startJobsProcess } from './jobs-process.ts'
import { until } from './until.ts'

const ORDERS = 1_000

async function count(t: TestDatabase, from: string): Promise<number> {
  const { rows } = await t.owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`)
  return rows[0]?.n ?? -1
}

describe.each(BACKENDS)('a worker that is killed on %s', kind => {
  test('leaves every order with exactly one split and one settlement, and no event undone', {
    timeout: 180_000,
  }, async () => {
    await using t = await createTestDatabase()
    await migrateQueueSchema(t.url)
    await using b = await openTestBackend(kind, t.url, 2)
    await buildPaidOrders(t.db, { count: ORDERS })

    const start = () => startJobsProcess({ databaseUrl: t.url, redisUrl: b.redisUrl })
    /** Kills the process in the middle of its work as long as there is some, with a flush in between. */
    const killUntilDone = async (done: string) => {
      let kills = 0
      let seen = await count(t, done)
      while (seen < ORDERS) {
        const jobs = start()
        await jobs.ready
        const before = seen
        await until('progress', 60, async () => {
          seen = await count(t, done)
          return seen > before || seen === ORDERS
        })
        if (seen === ORDERS) {
          await jobs.kill('SIGKILL')
          break
        }
        await sleep(Math.random() * 40)
        await jobs.kill('SIGKILL')
        kills++
        if (kills === 2) await b.flush()
        seen = await count(t, done)
      }
      return kills
    }
    const killsWhileSplitting = await killUntilDone('orders WHERE split_at IS NOT NULL')
    await letOrdersMature(t.db)
    await killUntilDone("orders WHERE state = 'completed'")

    expect(killsWhileSplitting).toBeGreaterThanOrEqual(2)
    expect(await count(t, "ledger.transaction WHERE kind = 'sale_split'")).toBe(ORDERS)
    expect(await count(t, 'accrual')).toBe(ORDERS * 3)
    expect(await count(t, "accrual WHERE state = 'settled'")).toBe(ORDERS * 3)
    const { rows } = await t.owner.query(
      'SELECT sum(total_fen)::bigint AS settled, (SELECT sum(paid_fen)::bigint FROM orders) AS paid FROM settlement_batch',
    )
    expect(rows[0].settled).toBe(rows[0].paid)
    expect((await proveLedger(t.db)).disagreement).toBeNull()

    const last = start()
    await last.ready
    await t.owner.query('UPDATE outbox SET next_at = clock_timestamp() WHERE done_at IS NULL')
    await until('all events done', 60, async () => (await count(t, 'outbox WHERE done_at IS NULL')) === 0)
    const heartbeats = await count(t, 'jobs_heartbeat')
    const asked = Date.now()
    await last.kill('SIGTERM')
    expect(last.child.exitCode).toBe(0)
    expect(Date.now() - asked).toBeLessThan(20_000)
    expect(await count(t, 'jobs_heartbeat')).toBe(heartbeats - 1)
  })
})
