import { randomUUID } from 'node:crypto'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLiveHub, type LiveHub } from './live-hub.ts'

let t: TestDatabase
let hub: LiveHub
beforeAll(async () => {
  t = await createTestDatabase()
  hub = createLiveHub({ db: t.db, databaseUrl: t.url, onError: error => expect.fail(error.message) })
})
afterAll(async () => {
  await hub.close()
  await t[Symbol.asyncDispose]()
})

const LOUD = 5_600

/** So many events in transactions of 700; some of them are not notified, as if the connection had not heard them. */
async function tellMany(topic: string, { count, notified }: { count: number; notified: boolean }) {
  for (let told = 0; told < count; told += 700) {
    await t.owner.query(
      `WITH told AS (INSERT INTO live_event (topic, kind, payload) SELECT $1, 'sheet_changed', '{}'
         FROM generate_series(1, $2::int) RETURNING id)
       SELECT count(CASE WHEN $3::boolean THEN pg_notify('haowu_live',
         json_build_object('id', id::text, 'topic', $1::text, 'kind', 'sheet_changed', 'payload', '{}'::json)::text)::text END) FROM told`,
      [topic, Math.min(700, count - told), notified],
    )
  }
}

test('on a loud evening nobody is told to read anew, each event arrives once, and what was not heard is found', async () => {
  const topic = `session:${randomUUID()}`
  const ids: string[] = []
  let rereads = 0
  const leave = hub.subscribe(topic, {
    deliver: ({ id }) => ids.push(id),
    reread: () => {
      rereads += 1
    },
    leave: () => {},
  })
  await tellMany(topic, { count: 1, notified: true })
  await expect.poll(() => ids.length, { timeout: 10_000 }).toBe(1)
  await tellMany(topic, { count: LOUD, notified: true })
  await expect.poll(() => ids.length, { timeout: 10_000 }).toBe(LOUD + 1)
  await tellMany(topic, { count: 10, notified: false })
  await expect.poll(() => ids.length, { timeout: 15_000 }).toBe(LOUD + 11)
  expect([new Set(ids).size, rereads]).toEqual([LOUD + 11, 0])
  leave()
}, 60_000)
