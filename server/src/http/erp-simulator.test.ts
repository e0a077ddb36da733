import request from 'supertest'
import { expect, test } from 'vitest'
import { createTestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase } from '@haowu/server/test/test-database.ts'
import { ERP_SIMULATOR_KEY, ERP_SIMULATOR_PATH } from '#gateways/erp-simulator/erp-door.ts'

test('the demo’s ERP asks for its key, tells its pages, how many there are and how they look, and is away without the demo', async () => {
  await using t = await createTestDatabase()
  await using site = createTestApp(t)
  const ask = (query: string, key = ERP_SIMULATOR_KEY) =>
    request(site.app).get(`${ERP_SIMULATOR_PATH}${query}`).set('authorization', `Bearer ${key}`)
  expect((await ask('', 'another')).status).toBe(401)
  expect((await ask('?page=x')).status).toBe(400)
  const pages = await Promise.all([1, 2, 3].map(page => ask(`?page=${page}&size=5`)))
  expect(pages.map(({ body }) => body.data.list.length)).toEqual([5, 5, 2])
  expect(new Set(pages.map(({ body }) => body.data.total))).toEqual(new Set([12]))
  const first = new URL(pages[0]?.body.data.list[0].pictures[0]).pathname
  const picture = await request(site.app).get(first)
  expect([picture.type, picture.body.subarray(1, 4).toString()]).toEqual(['image/png', 'PNG'])
  expect((await request(site.app).get(first.replace('CZ-E001', 'CZ-E999'))).status).toBe(404)
  await using live = createTestApp(t, { config: { demo: false } })
  // What nobody answers is the client's own page.
  expect((await request(live.app).get(ERP_SIMULATOR_PATH)).type).toBe('text/html')
})
