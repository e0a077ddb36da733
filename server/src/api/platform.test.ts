import { buildPerson, type Person } from '@haowu/server/test/build-person.ts'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAccount } from '#domain/parties/create-account.ts'
import { addMember } from '#domain/parties/add-member.ts'
import { DEMO_EMAIL_DOMAIN, DEMO_PASSWORD } from '#domain/parties/demo-accounts.ts'
import { readPlatformId } from '#domain/parties/read-platform.ts'

let t: TestDatabase
let site: TestApp
let operator: Person
let cookie: string

beforeAll(async () => {
  t = await createTestDatabase()
  site = createTestApp(t)
  operator = await buildPerson(t.db, 'operator')
  cookie = await site.signIn(operator)
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const ask = (path: string, input: object = {}, on = site) =>
  request(on.app)
    .get(`/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`)
    .set('cookie', cookie)
const tell = (path: string, input: object) =>
  request(site.app).post(`/api/trpc/${path}`).set('cookie', cookie).send(input)

test('me.get names the person and every party he may act for', async () => {
  const answer = await ask('me.get')
  expect(answer.body.result.data).toEqual({
    user: { userId: operator.userId, name: 'operator of a test', email: operator.email },
    memberships: [
      {
        memberId: operator.memberId,
        partyId: operator.partyId,
        partyName: '好物联盟',
        partyKind: 'platform',
        partyState: 'active',
        role: 'operator',
      },
    ],
  })
})

describe('the demo', () => {
  test('lists the accounts of the demo alone, and each can sign in', async () => {
    const partyId = await readPlatformId(t.db)
    const email = `finance@${DEMO_EMAIL_DOMAIN}`
    await t.db.transaction().execute(async trx => {
      const userId = await createAccount(trx, { email, name: '财务', password: DEMO_PASSWORD })
      await addMember(trx, { partyId, userId, role: 'finance' })
    })
    const { password, accounts } = (await ask('demo.logins')).body.result.data
    expect(accounts).toEqual([{ email, name: '财务', partyName: '好物联盟', role: 'finance' }])
    await site.signIn({ email, password })
  })

  test('moves the clock that decides, forward and within bounds', async () => {
    const before = (await ask('demo.clock')).body.result.data
    const after = (await tell('demo.advanceClock', { days: 8 })).body.result.data
    expect(after.shiftDays - before.shiftDays).toBe(8)
    expect(Date.parse(after.now) - Date.parse(before.now)).toBeGreaterThanOrEqual(8 * 86_400_000)
    expect((await tell('demo.advanceClock', { days: 0 })).status).toBe(400)
    expect((await tell('demo.advanceClock', { days: -1 })).status).toBe(400)
    for (let days = 8; days < 730; days += 60) await tell('demo.advanceClock', { days: 60 })
    expect((await tell('demo.advanceClock', { days: 60 })).body.error.data.reason).toBe('bad_request')
  })

  test('does not exist where it is switched off', async () => {
    await using real = createTestApp(t, { config: { demo: false } })
    expect((await ask('demo.logins', {}, real)).status).toBe(404)
    expect((await ask('demo.clock', {}, real)).status).toBe(404)
    const advanced = await request(real.app)
      .post('/api/trpc/demo.advanceClock')
      .set('cookie', cookie)
      .send({ days: 1 })
    expect(advanced.status).toBe(404)
  })
})

describe('parties', () => {
  test('are listed page by page, each once', async () => {
    for (let made = 0; made < 5; made++) await buildPerson(t.db, 'supplier')
    const seen: string[] = []
    let cursor: string | null | undefined
    do {
      const page = (await ask('parties.list', { kind: 'supplier', limit: 2, ...(cursor ? { cursor } : {}) }))
        .body.result.data
      expect(page.rows.length).toBeLessThanOrEqual(2)
      for (const row of page.rows) seen.push(row.id)
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toHaveLength(5)
    expect(new Set(seen).size).toBe(5)
  })

  test('a revocation is recorded with who decided it, and works once', async () => {
    const leaver = await buildPerson(t.db, 'streamer')
    const input = { partyId: leaver.partyId, memberId: leaver.memberId }
    expect((await tell('parties.revokeMember', input)).status).toBe(200)
    expect((await tell('parties.revokeMember', input)).status).toBe(404)
    const acts = (await ask('audit.list', { subjectType: 'member', subjectId: leaver.memberId })).body.result
      .data
    expect(acts.rows).toMatchObject([{ actor: operator.memberId, action: 'member_revoked' }])
  })

  test('nobody takes his own right away, and a member of another party is not found', async () => {
    const { partyId, memberId } = operator
    expect((await tell('parties.revokeMember', { partyId, memberId })).status).toBe(403)
    const other = await buildPerson(t.db, 'supplier')
    expect((await tell('parties.revokeMember', { partyId, memberId: other.memberId })).status).toBe(404)
  })

  test('a member of one kind of party cannot be given the role of another', async () => {
    const supplier = await buildPerson(t.db, 'supplier')
    const added = t.db
      .transaction()
      .execute(trx => addMember(trx, { partyId: supplier.partyId, userId: supplier.userId, role: 'finance' }))
    await expect(added).rejects.toMatchObject({ code: 'bad_request' })
  })

  test('an e-mail belongs to one account, whatever its case', async () => {
    const again = { email: operator.email.toUpperCase(), name: 'x', password: 'x'.repeat(10) }
    await expect(t.db.transaction().execute(trx => createAccount(trx, again))).rejects.toMatchObject({
      facts: { field: 'email' },
    })
  })
})
