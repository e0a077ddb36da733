import { buildPerson } from '@haowu/server/test/build-person.ts'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import request from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrateQueueSchema, openQueueBackend, type QueueBackend } from '#gateways/queue-backend.ts'
import { queueBoard } from './queue-board.ts'

let t: TestDatabase
let site: TestApp
let backend: QueueBackend
const failures: Error[] = []

beforeAll(async () => {
  t = await createTestDatabase()
  await migrateQueueSchema(t.url)
  backend = openQueueBackend({
    databaseUrl: t.url,
    redisUrl: undefined,
    poolMax: 2,
    onError: error => failures.push(error),
  })
  const bare = createTestApp(t)
  site = createTestApp(t, { queueBoard: queueBoard(bare.deps, backend) })
})
afterAll(async () => {
  await backend.close()
  await site[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

test('operators see the queues; nobody else does', async () => {
  const look = () => request(site.app).get('/ops/queues/api/queues')
  expect((await look()).status).toBe(401)
  const finance = await site.signIn(await buildPerson(t.db, 'finance'))
  expect((await look().set('cookie', finance)).status).toBe(403)
  const operator = await site.signIn(await buildPerson(t.db, 'operator'))
  const answer = await look().set('cookie', operator)
  expect(answer.status).toBe(200)
  expect(answer.body.queues.map((queue: { name: string }) => queue.name)).toContain('commission-split')
})

test('its page may run no script but its own, and load nothing from elsewhere', async () => {
  const operator = await site.signIn(await buildPerson(t.db, 'operator'))
  const page = await request(site.app).get('/ops/queues').set('cookie', operator)
  expect(page.get('content-security-policy')).toMatch(/default-src 'self';style-src 'self' 'unsafe-inline'/)
  const script = /src="(static\/js\/main[^"]+)"/.exec(page.text)?.[1]
  expect((await request(site.app).get(`/ops/queues/${script}`).set('cookie', operator)).status).toBe(200)
})

test('nobody changes a queue with it', async () => {
  const queue = backend.openQueue<object>('commission-split')
  const job = await queue.add('work', {})
  const operator = await site.signIn(await buildPerson(t.db, 'operator'))
  const base = '/ops/queues/api/queues/commission-split'
  const knocks = [
    request(site.app).put(`${base}/pause`),
    request(site.app).put(`${base}/empty`),
    request(site.app).put(`${base}/${job.id}/clean`),
    request(site.app).post(`${base}/add`).send({ name: 'work', data: {} }),
  ]
  for (const knock of knocks) expect((await knock.set('cookie', operator)).status).toBeGreaterThanOrEqual(400)
  expect(await queue.getJobCounts('waiting')).toMatchObject({ waiting: 1 })
  await queue.close()
})
