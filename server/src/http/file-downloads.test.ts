import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import request from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'

let t: TestDatabase
let site: TestApp

beforeAll(async () => {
  t = await createTestDatabase()
  site = createTestApp(t)
  await site.deps.files.put('exports/1', Buffer.from('sku,price\n'))
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const link = async (key: string, seconds = 60) =>
  (await site.deps.files.signedUrl(key, { seconds, fileName: '错误行.csv' })).slice(
    site.deps.config.publicUrl.length,
  )

test('a signed link opens one file, as a download that no browser runs', async () => {
  const answer = await request(site.app).get(await link('exports/1'))
  expect(answer.status).toBe(200)
  expect(answer.body.toString()).toBe('sku,price\n')
  expect(answer.get('content-disposition')).toBe(
    `attachment; filename="_.csv"; filename*=UTF-8''%E9%94%99%E8%AF%AF%E8%A1%8C.csv`,
  )
  expect(answer.type).toBe('application/octet-stream')
})

test('a link that has expired, was changed, or points at nothing answers as if there were no such file', async () => {
  const good = await link('exports/1')
  const bad = [
    await link('exports/1', -1),
    await link('exports/2'),
    good.replace('exports%2F1', 'exports%2F2'),
    good.replace(/until=\d+/, 'until=9999999999'),
    good.replace(/signature=.*/, ''),
    '/api/files?key=exports/1',
  ]
  for (const path of bad) expect((await request(site.app).get(path)).status).toBe(404)
})
