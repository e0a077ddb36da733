import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { buildItem } from '@haowu/server/test/build-item.ts'
import { buildPerson, type Person } from '@haowu/server/test/build-person.ts'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { creditDeposit } from '#domain/deposits/credit-deposit.ts'
import { refreshEntries } from '#domain/plaza/refresh-entries.ts'

let t: TestDatabase
let site: TestApp
let server: Server
let supplier: Person & { cookie: string }
let streamer: Person & { cookie: string }
beforeAll(async () => {
  t = await createTestDatabase()
  site = createTestApp(t)
  server = site.app.listen(0)
  supplier = await signedIn('supplier')
  streamer = await signedIn('streamer')
})
afterAll(async () => {
  server.close()
  await site[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

async function signedIn(role: 'supplier' | 'streamer') {
  const person = await buildPerson(t.db, role)
  return { ...person, cookie: await site.signIn(person) }
}

const ask = async (path: string, { cookie = '', input }: { cookie?: string; input?: unknown }) => {
  const query = input === undefined ? {} : { input: JSON.stringify(input) }
  return request(server).get(`/api/trpc/${path}`).set('Cookie', cookie).query(query)
}
const tell = (path: string, { cookie, input }: { cookie: string; input: object }) =>
  request(server).post(`/api/trpc/${path}`).set('Cookie', cookie).send(input)
const dataOf = (answer: request.Response) => {
  expect(answer.status, answer.text).toBe(200)
  return answer.body.result.data
}
const oneEdit = (edit: object) => ({
  sessionId: randomUUID(),
  edits: [{ editId: randomUUID(), slotId: randomUUID(), base: 1, ...edit }],
})
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

describe('over HTTP', () => {
  test('a supplier plans, a streamer pays in, lines up and shows; money crosses the wire as text', async () => {
    const { cookie } = streamer
    const plan = { kind: 'open', name: '普通计划', rateBps: 800 }
    dataOf(await tell('plans.create', { cookie: supplier.cookie, input: plan }))
    expect(dataOf(await ask('plans.list', { ...supplier, input: {} })).rows).toMatchObject([
      { rateBps: 800, serviceRateBps: 0 },
    ])

    const payIn = { amountFen: '150000', idempotencyKey: randomUUID() }
    const { payUrl, outTradeNo } = dataOf(await tell('deposits.payIn', { cookie, input: payIn }))
    expect(payUrl).toContain(outTradeNo)
    const payment = await t.db
      .selectFrom('payment')
      .selectAll()
      .where('outTradeNo', '=', outTradeNo)
      .executeTakeFirstOrThrow()
    await t.db.transaction().execute(trx =>
      creditDeposit(trx, {
        paymentId: payment.id,
        partyId: streamer.partyId,
        amountFen: payment.amountFen,
      }),
    )

    const { itemId } = await buildItem(t.db, { supplierId: supplier.partyId, priceFen: 499_900n })
    await refreshEntries(t)
    const session = { title: '今晚八点', startsAt: inHours(0), endsAt: inHours(2) }
    const { sessionId, roomCode } = dataOf(await tell('sessions.create', { cookie, input: session }))
    dataOf(await tell('slots.add', { cookie, input: { sessionId, itemId } }))

    const sheet = dataOf(await ask('sessions.get', { cookie, input: { sessionId } }))
    expect(sheet.slots).toMatchObject([
      { itemId, priceFen: '499900', earnFen: '35993', exposureFen: '99980', standing: 'held' },
    ])
    const rival = await signedIn('streamer')
    const own = { itemId, held: true, heldByYou: { sessionId, sessionTitle: '今晚八点' } }
    expect(dataOf(await ask('plaza.search', { cookie, input: {} })).rows).toMatchObject([own])
    const others = { itemId, held: true, heldByYou: null }
    expect(dataOf(await ask('plaza.search', { cookie: rival.cookie, input: {} })).rows).toMatchObject([
      others,
    ])
    expect(dataOf(await ask('deposits.get', { cookie }))).toMatchObject({
      balanceFen: '150000',
      heldFen: '99980',
      freeFen: '50020',
      shortFen: '850000',
      due: { dueFen: '1000000', decidedBy: 'base' },
      holds: [{ reason: 'live_hold', amountFen: '99980' }],
    })
    const { body: room } = await request(server).get(`/api/rooms/${roomCode}`)
    expect(room.items).toMatchObject([{ itemId, priceFen: '499900', standing: 'on_sale' }])

    const { itemId: second } = await buildItem(t.db, { supplierId: supplier.partyId, priceFen: 499_900n })
    const refused = await tell('slots.add', { cookie, input: { sessionId, itemId: second } })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('deposit_short')
    expect(refused.text).toContain('"topUpFen":"49960"')

    dataOf(await tell('sessions.end', { cookie, input: { sessionId } }))
    expect(dataOf(await ask('deposits.get', { cookie }))).toMatchObject({ heldFen: '0', holds: [] })
    expect(dataOf(await ask('sessions.list', { cookie, input: {} })).rows).toMatchObject([
      { id: sessionId, state: 'ended', slotCount: 1, soldCount: 0 },
    ])
  })

  test.each<[string, string, object]>([
    ['money as a number', 'deposits.payIn', { amountFen: 5, idempotencyKey: randomUUID() }],
    ['money with a fraction', 'deposits.payIn', { amountFen: '5.5', idempotencyKey: randomUUID() }],
    ['negative money', 'deposits.payIn', { amountFen: '-5', idempotencyKey: randomUUID() }],
    ['no money', 'deposits.payIn', { amountFen: '0', idempotencyKey: randomUUID() }],
    [
      "another party's id smuggled in",
      'sessions.create',
      { title: 'x', startsAt: inHours(1), endsAt: inHours(2), streamerId: randomUUID() },
    ],
    [
      'a title that hides characters',
      'sessions.create',
      { title: 'a\u202Eb', startsAt: inHours(1), endsAt: inHours(2) },
    ],
    [
      'a day that does not exist',
      'sessions.create',
      { title: 'x', startsAt: '2026-02-30T10:00:00Z', endsAt: inHours(2) },
    ],
    ['a place that is no list of slots', 'slots.edit', oneEdit({ field: 'place', value: 'first' })],
    ['an endless slot', 'slots.edit', oneEdit({ field: 'minutes', value: 121 })],
    ['a script with NUL', 'slots.edit', oneEdit({ field: 'script', value: 'a\0b' })],
  ])('refuses %s', async (_, path, input) =>
    expect((await tell(path, { cookie: streamer.cookie, input })).status).toBe(400),
  )

  test('the room of a code in small letters opens, and one that is no code is refused', async () => {
    const session = { title: '小写', startsAt: inHours(0), endsAt: inHours(1) }
    const { roomCode } = dataOf(await tell('sessions.create', { cookie: streamer.cookie, input: session }))
    expect((await request(server).get(`/api/rooms/${roomCode.toLowerCase()}`)).status).toBe(200)
    expect((await request(server).get("/api/rooms/'%3B%20DROP")).status).toBe(404)
  })
})
