import { randomUUID } from 'node:crypto'
import { announce } from '@haowu/server/domain/outbox/announce.ts'
import { claimDue } from '@haowu/server/domain/outbox/claim-due.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { HandlerDeps } from '#job-deps.ts'
import type { QueueSpec } from '#queues.ts'
import { runWork } from '#run-work.ts'
import { LeftToAnother } from '#work.ts'
import { testJobDeps } from './test-job-deps.ts'
import { until } from './until.ts'

let t: TestDatabase
let deps: HandlerDeps
beforeAll(async () => {
  t = await createTestDatabase()
  deps = { ...testJobDeps(t), dispatchOutbox: async () => 0 }
})
afterAll(() => t[Symbol.asyncDispose]())
beforeEach(() => t.owner.query('TRUNCATE outbox'))

async function deliver(): Promise<unknown> {
  await t.owner.query('UPDATE outbox SET next_at = clock_timestamp()')
  return { events: (await claimDue(t.db, 10)).map(({ key: _, ...event }) => event) }
}
const announceRefund = () =>
  t.db
    .transaction()
    .execute(trx =>
      announce(trx, 'refund_requested', { key: randomUUID(), payload: { refundId: randomUUID() } }),
    )
const run = (data: unknown, handle: QueueSpec['handle'], isRepeated = false) =>
  runWork(deps, { name: 'refund', handle }, { data, isRepeated })
async function outbox() {
  const { rows } = await t.owner.query(
    `SELECT done_at IS NOT NULL AS done, last_error AS error,
       greatest(round(extract(epoch FROM next_at - clock_timestamp())), 0)::int AS seconds FROM outbox`,
  )
  return rows
}

test('what takes longer than the outbox waits is not delivered to anybody else meanwhile', async () => {
  await announceRefund()
  const data = await deliver()
  await run(data, async () => {
    await t.owner.query('UPDATE outbox SET next_at = clock_timestamp()')
    await until('a word from who is at work', 10, async () => (await outbox())[0].seconds > 15)
  })
  expect(await outbox()).toMatchObject([{ done: true }])
})

test('of two deliveries of an event the older is not worked on when its worker died; otherwise each has its turn', async () => {
  await announceRefund()
  const older = await deliver()
  const newer = await deliver()
  const handled: number[] = []
  const leaves: QueueSpec['handle'] = async (_deps, { events }) => {
    handled.push(...events.map(({ tries }) => tries))
    throw new LeftToAnother()
  }
  await run(older, leaves, true)
  expect(handled).toEqual([])
  await run(newer, leaves, true)
  await run(older, leaves)
  expect(handled).toEqual([2, 1])
})

test('what a later run took over neither counts as done nor as failed', async () => {
  await announceRefund()
  await run(await deliver(), async () => {
    throw new LeftToAnother()
  })
  expect(await outbox()).toMatchObject([{ done: false, error: null }])
})
