import { buildPerson } from '@haowu/server/test/build-person.ts'
import { createTestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import request from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKey } from '#domain/parties/create-api-key.ts'
import { RATE_LIMITS } from '../limits.ts'
import { createRateLimiter } from '../rate-limiter.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

async function openDoor() {
  const { partyId: supplierId, memberId } = await buildPerson(t.db, 'supplier')
  const { key } = await createApiKey(t, { supplierId, memberId, name: 'ERP' })
  return { supplierId, key }
}

test('all programs of one supplier share one limit: told what is left, then when to come back; others go on', async () => {
  await using limited = createTestApp(t, { config: { rateLimits: true } })
  const [busy, calm] = [await openDoor(), await openDoor()]
  const ask = (key: string) => request(limited.app).get('/api/v1/items').set('authorization', `Bearer ${key}`)
  const { points, seconds } = RATE_LIMITS.push
  const otherProcess = createRateLimiter(t.pool, { enabled: true })
  await Promise.all(Array.from({ length: points - 1 }, () => otherProcess.spend('push', busy.supplierId)))

  const last = await ask(busy.key)
  expect([last.status, last.get('ratelimit-policy')]).toEqual([200, `"push";q=${points};w=${seconds}`])
  expect(last.get('ratelimit')).toMatch(/^"push";r=0;t=\d+$/)
  const refused = await ask(busy.key)
  expect([refused.status, refused.body.code]).toEqual([429, 'too_many_requests'])
  expect(refused.get('ratelimit')).toBe(`"push";r=0;t=${refused.get('retry-after')}`)
  expect(Number(refused.get('retry-after'))).toBeGreaterThan(0)
  expect((await ask(calm.key)).get('ratelimit')).toMatch(new RegExp(`^"push";r=${points - 1};`))
})
