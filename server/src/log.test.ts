import { buildPerson } from '@haowu/server/test/build-person.ts'
import { createTestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase } from '@haowu/server/test/test-database.ts'
import request from 'supertest'
import { expect, test } from 'vitest'
import { createLog } from './log.ts'

test('no password, cookie, link token or row value reaches the log, and each request leaves one line with its id', async () => {
  const lines: string[] = []
  const log = createLog('trace', { write: line => void lines.push(line) })
  await using t = await createTestDatabase()
  await using site = createTestApp(t, { deps: { log } })
  const person = await buildPerson(t.db, 'finance')
  const cookie = await site.signIn(person)
  const [, session = ''] = /haowu-session=([^.;]+)/.exec(cookie) ?? []
  const canaries = [person.password, session, 'canary-link', 'canary-guess', 'canary-row', '13812345678']

  await request(site.app)
    .post('/api/auth/sign-in/email')
    .send({ email: person.email, password: 'canary-guess' })
  await request(site.app).get('/order/canary-link')
  await request(site.app).get('/api/trpc/checkout.get?input={"linkToken":"canary-link"}')
  const answer = await request(site.app).get('/api/trpc/me.get').set('cookie', cookie)
  const duplicate = await t.owner
    .query(
      "INSERT INTO category (code, name_zh, name_en) VALUES ('canary-row', '', ''), ('canary-row', '', '')",
    )
    .catch(error => error)
  log.error({ err: duplicate, buyer: { phone: '13812345678' }, headers: { cookie } }, 'a failure')

  const written = lines.join('')
  expect(canaries.filter(canary => written.includes(canary))).toEqual([])
  expect(written).toContain('category_pkey')
  expect(lines.filter(line => line.includes(answer.get('x-request-id') ?? ''))).toHaveLength(1)
})
