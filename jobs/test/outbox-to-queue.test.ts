import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { DomainError } from '@haowu/server/domain/domain-error.ts'
import { announce } from '@haowu/server/domain/outbox/announce.ts'
import { migrateQueueSchema } from '@haowu/server/gateways/queue-backend.ts'
import { createTestDatabase } from '@haowu/server/test/test-database.ts'
import { QUEUE_NAMES, type QueueName } from '@haowu/shared/queue-names.ts'
import { describe, expect, test } from 'vitest'
import type { QueueSpec } from '#queues.ts'
import { startQueues } from '#start-queues.ts'
import { BACKENDS, openTestBackend } from './backends.ts'
import { testJobDeps } from './test-job-deps.ts'
import { until } from './until.ts'

const SILENT: QueueSpec = {
  does: 'nothing',
  everyMs: null,
  concurrency: 2,
  attempts: 2,
  backoffMs: 50,
  lockMs: 30_000,
  batches: false,
  handle: async () => {},
}

function table(rows: Partial<Record<QueueName, Partial<QueueSpec>>>): Record<QueueName, QueueSpec> {
  return Object.fromEntries(QUEUE_NAMES.map(name => [name, { ...SILENT, ...rows[name] }])) as Record<
    QueueName,
    QueueSpec
  >
}

describe.each(BACKENDS)('the outbox on %s', kind => {
  test('each event reaches its handler and is done, with batches and one by one', async () => {
    await using t = await createTestDatabase()
    await migrateQueueSchema(t.url)
    await using b = await openTestBackend(kind, t.url, 1)
    const seen = new Map<string, number>()
    const count: QueueSpec['handle'] = async (_deps, { events }) => {
      for (const { id } of events) seen.set(id, (seen.get(id) ?? 0) + 1)
    }
    await t.db.transaction().execute(async trx => {
      for (let n = 0; n < 150; n++) {
        await announce(trx, 'order_paid', { key: `paid:${n}`, payload: { orderId: randomUUID() } })
        await announce(trx, 'refund_requested', { key: `refund:${n}`, payload: { refundId: randomUUID() } })
      }
    })
    const deps = testJobDeps(t)
    await using running = startQueues(
      deps,
      b.backend,
      table({ 'commission-split': { handle: count, batches: true }, refund: { handle: count } }),
    )
    const open = async () => {
      const { rows } = await t.owner.query('SELECT count(*)::int AS n FROM outbox WHERE done_at IS NULL')
      return rows[0].n as number
    }
    await until('all events done', 20, async () => (await open()) === 0)
    await running.stop()
    expect(seen.size).toBe(300)
  })

  test('a flushed queue loses nothing', async () => {
    await using t = await createTestDatabase()
    await migrateQueueSchema(t.url)
    await using b = await openTestBackend(kind, t.url, 1)
    const seen = new Set<string>()
    await t.db.transaction().execute(async trx => {
      for (let n = 0; n < 60; n++) {
        await announce(trx, 'refund_requested', { key: `refund:${n}`, payload: { refundId: randomUUID() } })
      }
    })
    const deps = testJobDeps(t)
    // Those after the first few wait, so that the queue is flushed in the middle of its work on a busy machine too.
    const flushed = Promise.withResolvers<void>()
    const held: QueueSpec['handle'] = async (_deps, { events }) => {
      if (seen.size > 5) await flushed.promise
      for (const { id } of events) seen.add(id)
    }
    await using running = startQueues(deps, b.backend, table({ refund: { handle: held } }))
    await until('some work', 10, () => seen.size > 5)
    await b.flush()
    flushed.resolve()
    // The outbox would deliver again after 10 s; the test does not wait for that.
    await t.owner.query(
      "UPDATE outbox SET next_at = clock_timestamp() + interval '1 second' WHERE done_at IS NULL",
    )
    await until('all work', 20, () => seen.size === 60)
    await running.stop()
  })

  test('an error with a NUL in it is written down, tried again and then left to the outbox', async () => {
    await using t = await createTestDatabase()
    await migrateQueueSchema(t.url)
    await using b = await openTestBackend(kind, t.url, 1)
    await t.db
      .transaction()
      .execute(trx => announce(trx, 'refund_requested', { key: 'r', payload: { refundId: randomUUID() } }))
    let runs = 0
    const deps = testJobDeps(t)
    await using running = startQueues(
      deps,
      b.backend,
      table({
        refund: {
          handle: async () => {
            runs++
            throw new Error('bad \0 byte \ud800')
          },
        },
      }),
    )
    await until('two runs', 10, () => runs === 2)
    await sleep(300)
    await running.stop()
    const { rows } = await t.owner.query('SELECT last_error, done_at, dead_at FROM outbox')
    expect(rows).toEqual([{ last_error: 'Error: bad \ufffd byte \ufffd', done_at: null, dead_at: null }])
    expect(runs).toBe(2)
  })

  test('a refusal that repeating would not change is let go', async () => {
    await using t = await createTestDatabase()
    await migrateQueueSchema(t.url)
    await using b = await openTestBackend(kind, t.url, 1)
    await t.db
      .transaction()
      .execute(trx => announce(trx, 'refund_requested', { key: 'r', payload: { refundId: randomUUID() } }))
    let runs = 0
    const deps = testJobDeps(t)
    const refuse: QueueSpec['handle'] = async () => {
      runs++
      throw new DomainError('order_state')
    }
    await using running = startQueues(deps, b.backend, table({ refund: { handle: refuse } }))
    await until('the event is done', 10, async () => {
      const { rows } = await t.owner.query('SELECT FROM outbox WHERE done_at IS NOT NULL')
      return rows.length === 1
    })
    await running.stop()
    expect(runs).toBe(1)
  })

  test('two processes make one tick per period', async () => {
    await using t = await createTestDatabase()
    await migrateQueueSchema(t.url)
    await using b = await openTestBackend(kind, t.url, 1)
    await using c = await openTestBackend(kind, t.url, 1)
    const ticks: number[] = []
    const deps = testJobDeps(t)
    const specs = table({
      settlement: {
        everyMs: 500,
        handle: async () => {
          ticks.push(Math.floor(Date.now() / 500))
        },
      },
    })
    const started = Date.now()
    await using one = startQueues(deps, b.backend, specs)
    await using other = startQueues(deps, c.backend, specs)
    await sleep(3_000)
    await Promise.all([one.stop(), other.stop()])
    const periods = Math.ceil((Date.now() - started) / 500) + 1
    expect(ticks.length).toBeGreaterThanOrEqual(4)
    expect(ticks.length).toBeLessThanOrEqual(periods)
  })
})
