import { migrateQueueSchema } from '@haowu/server/gateways/queue-backend.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { expect, test } from 'vitest'
import { openTestBackend } from './backends.ts'
import { until } from './until.ts'

const NAMES = ['refund', 'payout', 'scores']

/** Nobody looks again by himself before the test is over: only what he hears wakes a worker. */
const SETTINGS = { concurrency: 1, drainDelay: 600, stalledInterval: 600_000 }

async function listeners({ owner }: TestDatabase): Promise<number[]> {
  const { rows } = await owner.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%LISTEN bullmq_jobs%' AND pid <> pg_backend_pid()",
  )
  return rows.map(({ pid }) => pid)
}

async function note(done: string[], what: string): Promise<null> {
  done.push(what)
  return null
}

test('one connection listens for all workers, and when it is lost another takes its place', async () => {
  await using t = await createTestDatabase()
  await migrateQueueSchema(t.url)
  await using b = await openTestBackend('postgres', t.url, 0)
  const done: string[] = []
  const queues = NAMES.map(name => b.backend.openQueue<object>(name))
  const workers = NAMES.map(name =>
    b.backend.startWorker<object>(name, job => note(done, `${name}:${job.name}`), SETTINGS),
  )
  const say = async (what: string) => {
    for (const queue of queues) await queue.add(what, {})
    await until(`all have heard of ${what}`, 10, () => NAMES.every(name => done.includes(`${name}:${what}`)))
  }
  await until('somebody listens', 10, async () => (await listeners(t)).length > 0)
  await say('first')
  const [lost, ...others] = await listeners(t)
  expect(others).toEqual([])
  await t.owner.query('SELECT pg_terminate_backend($1)', [lost])
  await until('another listens', 10, async () => (await listeners(t)).some(pid => pid !== lost))
  await say('second')
  expect(await listeners(t)).toHaveLength(1)
  await Promise.all(workers.map(worker => worker.close()))
  await Promise.all(queues.map(queue => queue.close()))
})

test('a worker that ends leaves the others listening', async () => {
  await using t = await createTestDatabase()
  await migrateQueueSchema(t.url)
  await using b = await openTestBackend('postgres', t.url, 0)
  const done: string[] = []
  const [gone, stays] = ['refund', 'payout'].map(name =>
    b.backend.startWorker<object>(name, job => note(done, job.name), SETTINGS),
  )
  const queue = b.backend.openQueue<object>('payout')
  await until('somebody listens', 10, async () => (await listeners(t)).length > 0)
  await gone?.close()
  await queue.add('after', {})
  await until('the other has heard', 10, () => done.includes('after'))
  await stays?.close()
  await queue.close()
})
