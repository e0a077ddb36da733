import { buildPerson, type Person } from '@haowu/server/test/build-person.ts'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { revokeMember } from '#domain/parties/revoke-member.ts'

let t: TestDatabase
let site: TestApp
let person: Person

beforeAll(async () => {
  t = await createTestDatabase()
  site = createTestApp(t)
  person = await buildPerson(t.db, 'finance')
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const me = (cookie: string, on = site) => request(on.app).get('/api/trpc/me.get').set('cookie', cookie)
const knock = (email: string, password: string, on = site) =>
  request(on.app).post('/api/auth/sign-in/email').send({ email, password })

describe('a session', () => {
  test('comes as a cookie that no script can read, and its token is nowhere in the answer', async () => {
    const answer = await knock(person.email, person.password)
    const [cookie = ''] = answer.get('Set-Cookie') ?? []
    expect(answer.body).toEqual({ ok: true })
    expect(cookie).toMatch(/^haowu-session=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/)
  })

  test('has the __Host- prefix and Secure when the site is reached by https', async () => {
    await using secure = createTestApp(t, { config: { publicUrl: 'https://haowu.example' } })
    const answer = await knock(person.email, person.password, secure)
    const [cookie = ''] = answer.get('Set-Cookie') ?? []
    expect(cookie).toMatch(
      /^__Host-haowu-session=[^;]+; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect((await me(cookie.split(';')[0] ?? '', secure)).status).toBe(200)
  })

  test('is another one after each sign-in, so a planted one is worth nothing', async () => {
    const planted = await site.signIn(await buildPerson(t.db, 'supplier'))
    const answer = await knock(person.email, person.password).set('cookie', planted)
    const [cookie = ''] = answer.get('Set-Cookie') ?? []
    expect(cookie.split(';')[0]).not.toBe(planted)
    expect((await me(planted)).body.result.data.user.userId).not.toBe(person.userId)
  })

  test('is dead after signing out, also for who copied it', async () => {
    const cookie = await site.signIn(person)
    const answer = await request(site.app).post('/api/auth/sign-out').set('cookie', cookie).send({})
    expect(answer.status).toBe(200)
    expect((await me(cookie)).status).toBe(401)
  })

  test('with a forged signature is none', async () => {
    const cookie = await site.signIn(person)
    const answer = await me(`${cookie.slice(0, -6)}AAAA%3D`)
    expect([answer.status, answer.body.error.data.reason]).toEqual([401, 'unauthenticated'])
  })
})

test('a membership that ends takes the rights of running sessions with it', async () => {
  const leaver = await buildPerson(t.db, 'operator')
  const cookie = await site.signIn(leaver)
  const list = () => request(site.app).get('/api/trpc/parties.list?input={}').set('cookie', cookie)
  expect((await list()).status).toBe(200)
  await revokeMember(t, { ...leaver, actorId: person.memberId })
  expect((await list()).status).toBe(403)
  expect((await me(cookie)).body.result.data.memberships).toEqual([])
})

test('the header x-member-id chooses among the memberships of one person, and only among them', async () => {
  const other = await buildPerson(t.db, 'operator')
  const cookie = await site.signIn(other)
  const list = (memberId: string) =>
    request(site.app)
      .get('/api/trpc/parties.list?input={}')
      .set('cookie', cookie)
      .set('x-member-id', memberId)
  expect((await list(other.memberId)).status).toBe(200)
  expect((await list(person.memberId)).status).toBe(403)
  expect((await list("' OR 1=1--")).status).toBe(403)
})

describe('guessing does not pay', () => {
  test('an unknown account and a wrong password get the same answer', async () => {
    const [unknown, wrong] = [
      await knock('nobody@test.haowu.example', 'x'.repeat(12)),
      await knock(person.email, 'x'.repeat(12)),
    ]
    for (const answer of [unknown, wrong]) answer.body.error.data.requestId = ''
    expect(unknown.status).toBe(401)
    expect(unknown.body).toEqual(wrong.body)
  })

  test('after five tries an account is closed for a while, also to the right password; a new address helps nobody', async () => {
    await using limited = createTestApp(t, { config: { rateLimits: true } })
    const victim = await buildPerson(t.db, 'finance')
    for (let tries = 0; tries < 5; tries++) {
      expect((await knock(victim.email, `wrong password ${tries}`, limited)).status).toBe(401)
    }
    const refused = await knock(victim.email, victim.password, limited).set('x-forwarded-for', '203.0.113.9')
    expect([refused.status, refused.body.error.data.reason]).toEqual([429, 'too_many_requests'])
    expect(Number(refused.get('retry-after'))).toBeGreaterThan(60)
    expect((await knock(person.email, person.password, limited)).status).toBe(200)
  })

  test('the counts are shared by all processes', async () => {
    await using one = createTestApp(t, { config: { rateLimits: true } })
    await using two = createTestApp(t, { config: { rateLimits: true } })
    const victim = await buildPerson(t.db, 'finance')
    for (const on of [one, two, one, two, one]) await knock(victim.email, 'wrong password', on)
    expect((await knock(victim.email, victim.password, two)).status).toBe(429)
  })

  test('a right password clears the count', async () => {
    await using limited = createTestApp(t, { config: { rateLimits: true, trustProxyHops: 1 } })
    const careless = await buildPerson(t.db, 'finance')
    const from = (password: string) =>
      knock(careless.email, password, limited).set('x-forwarded-for', '203.0.113.7')
    for (let round = 0; round < 2; round++) {
      for (let tries = 0; tries < 4; tries++) expect((await from('wrong password')).status).toBe(401)
      expect((await from(careless.password)).status).toBe(200)
    }
  })
})

test.each([
  '/sign-up/email',
  '/get-session',
  '/request-password-reset',
  '/list-sessions',
  '/update-user',
  '/ok',
  '/error',
])('the library has no other door: %s', async path => {
  const body = { email: 'new@test.haowu.example', password: 'x'.repeat(12), name: 'New' }
  expect((await request(site.app).post(`/api/auth${path}`).send(body)).status).toBe(404)
  expect((await request(site.app).get(`/api/auth${path}`)).status).toBe(404)
})
