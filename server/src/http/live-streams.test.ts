import { randomUUID } from 'node:crypto'
import { buildPerson } from '@haowu/server/test/build-person.ts'
import { openEventStream } from '@haowu/server/test/open-event-stream.ts'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildShow } from '@haowu/server/test/build-show.ts'
import { pruneLiveEvents } from '#domain/live/prune-live-events.ts'
import { tellLive } from '#domain/live/tell-live.ts'
import { LIVE_LIMITS } from './limits.ts'
import { type Serving, serve } from './serve.ts'

let t: TestDatabase
let one: Site
let two: Site
let roomCode: string
let sessionId: string

interface Site {
  site: TestApp
  serving: Serving
  url: string
}

async function openSite(config: TestApp['deps']['config'] | object = {}): Promise<Site> {
  const site = createTestApp(t, { config })
  const serving = await serve(site.app, { host: '127.0.0.1', port: 0 })
  return { site, serving, url: serving.localUrl }
}

async function closeSite({ site, serving }: Site): Promise<void> {
  await Promise.all([site.deps.live.close(), serving.drain()])
  await site[Symbol.asyncDispose]()
}

beforeAll(async () => {
  t = await createTestDatabase()
  ;({ sessionId, roomCode } = await buildShow(t))
  one = await openSite()
  two = await openSite()
})
afterAll(async () => {
  await Promise.all([one, two].map(closeSite))
  await t[Symbol.asyncDispose]()
})

const room = (site: Site = one) => `${site.url}/api/live/rooms/${roomCode}`
const tellOnAir = (itemId: string | null = randomUUID()) =>
  t.db
    .transaction()
    .execute(trx =>
      tellLive(trx, { topic: `session:${sessionId}`, kind: 'on_air_changed', payload: { itemId } }),
    )
/** Tells until the stream's process listens: its connection stands a moment after the stream does. */
async function heard(stream: Awaited<ReturnType<typeof openEventStream>>) {
  const itemId = randomUUID()
  await tellOnAir(itemId)
  return stream.next(({ payload }) => payload.itemId === itemId)
}

describe('a viewer of a room', () => {
  test('hears on every process what was committed, and nothing of what was not', async () => {
    const streams = await Promise.all([openEventStream(room(one)), openEventStream(room(two))])
    const refused = randomUUID()
    const undone = t.db.transaction().execute(async trx => {
      await tellLive(trx, {
        topic: `session:${sessionId}`,
        kind: 'on_air_changed',
        payload: { itemId: refused },
      })
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    const itemId = randomUUID()
    await tellOnAir(itemId)
    for (const stream of streams) {
      const message = await stream.next(({ payload }) => payload.itemId === itemId)
      expect(message.kind).toBe('on_air_changed')
      expect(stream.messages.map(({ payload }) => payload.itemId)).not.toContain(refused)
      stream.close()
    }
  })

  test('is told nothing of other topics', async () => {
    const stream = await openEventStream(room())
    await t.db.transaction().execute(async trx => {
      const topic = `party:${randomUUID()}` as const
      await tellLive(trx, { topic, kind: 'order_changed', payload: { orderId: randomUUID() } })
      await tellLive(trx, {
        topic: `session:${randomUUID()}`,
        kind: 'on_air_changed',
        payload: { itemId: null },
      })
    })
    await heard(stream)
    expect(
      stream.messages.filter(({ kind, payload }) => kind === 'order_changed' || payload.itemId === null),
    ).toEqual([])
    stream.close()
  })

  test('gets headers that keep proxies from gathering, and a time to come back', async () => {
    const stream = await openEventStream(room())
    await heard(stream)
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    })
    expect(stream.retryMs).toBeGreaterThan(0)
    stream.close()
  })

  test('finds no room behind a code nobody has', async () => {
    const stream = await openEventStream(`${one.url}/api/live/rooms/ZZZZZZZZ`)
    expect(stream.status).toBe(404)
  })
})

describe('who comes back', () => {
  test('is told what came while he was away, also what committed after an event with a higher id', async () => {
    const stream = await openEventStream(room())
    const late = Promise.withResolvers<void>()
    const lateId = randomUUID()
    const told = Promise.withResolvers<void>()
    const slow = t.db.transaction().execute(async trx => {
      await tellLive(trx, {
        topic: `session:${sessionId}`,
        kind: 'on_air_changed',
        payload: { itemId: lateId },
      })
      told.resolve()
      await late.promise
    })
    await told.promise
    const last = await heard(stream)
    stream.close()
    late.resolve()
    await slow
    const again = await openEventStream(room(two), { 'last-event-id': last.id })
    const missed = await again.next(({ payload }) => payload.itemId === lateId)
    expect(BigInt(missed.id)).toBeLessThan(BigInt(last.id))
    expect(again.messages.map(({ id }) => id)).not.toContain(last.id)
    again.close()
    const begun = await openEventStream(`${room()}?after=${last.id}`)
    await begun.next(({ payload }) => payload.itemId === lateId)
    begun.close()
  })

  test.each(['1', '9223372036854775807'])(
    'after an event that is not kept (%s) is told to read anew',
    async id => {
      const stream = await openEventStream(room(), { 'last-event-id': id })
      await stream.next(({ kind }) => kind === 'reread')
      stream.close()
    },
  )
})

test('a process that lost its connection reads what it missed', async () => {
  const lonely = await openSite()
  const stream = await openEventStream(room(lonely))
  await heard(stream)
  await t.owner.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'haowu-live' AND datname = current_database()",
  )
  await Promise.all(Array.from({ length: 20 }, () => tellOnAir()))
  await heard(stream)
  const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM live_event
    WHERE topic = ${`session:${sessionId}`} AND id >= ${stream.messages[0]?.id ?? '0'}::bigint`.execute(t.db)
  const ids = stream.messages.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  await expect.poll(() => stream.messages.length, { timeout: 5_000 }).toBeGreaterThanOrEqual(rows[0]?.n ?? 0)
  stream.close()
  await closeSite(lonely)
})

test('a reader who takes nothing is not waited for: his events are dropped, and he is told to read anew', async () => {
  const stream = await openEventStream(room())
  await heard(stream)
  const before = stream.messages.length
  stream.socket.pause()
  const big = 'x'.repeat(200_000)
  const reader = one.site.deps.live
  // More than any socket keeps by itself, past the table: its rows are small.
  const event = (n: number) => ({
    id: String(10n ** 17n + BigInt(n)),
    topic: `session:${sessionId}`,
    kind: 'big',
    payload: { big },
  })
  for (let n = 0; n < 100; n += 1) {
    reader.receive(event(n))
    await new Promise(setImmediate)
  }
  stream.socket.resume()
  await stream.next(({ kind }) => kind === 'reread')
  expect(stream.messages.length - before).toBeLessThan(100)
  stream.close()
})

test('one address opens so many streams and no more, and gets its place back', async () => {
  const guarded = await openSite({ rateLimits: true })
  const url = room(guarded)
  const open = await Promise.all(
    Array.from({ length: LIVE_LIMITS.streamsPerAddress }, () => openEventStream(url)),
  )
  expect(open.every(({ status }) => status === 200)).toBe(true)
  const refused = await openEventStream(url)
  expect([refused.status, refused.headers['retry-after']]).toEqual([
    429,
    String(LIVE_LIMITS.retryAfterSeconds),
  ])
  open[0]?.close()
  await expect.poll(async () => (await openEventStream(url)).status, { timeout: 5_000 }).toBe(200)
  for (const stream of open) stream.close()
  await closeSite(guarded)
})

test('a process that leaves takes leave of its readers at once, and opens no new stream', async () => {
  const leaving = await openSite()
  const stream = await openEventStream(room(leaving))
  await heard(stream)
  await leaving.site.deps.live.close()
  await stream.ended
  expect((await openEventStream(room(leaving))).status).toBe(503)
  await leaving.serving.drain()
  await leaving.site[Symbol.asyncDispose]()
})

describe('a signed-in member', () => {
  test('hears of his own party and no other; nobody else hears it', async () => {
    const supplier = await buildPerson(t.db, 'supplier')
    const other = await buildPerson(t.db, 'supplier')
    const cookie = await one.site.signIn(supplier)
    const stream = await openEventStream(`${one.url}/api/live/me`, { cookie })
    const tell = (partyId: string, orderId: string) =>
      t.db
        .transaction()
        .execute(trx =>
          tellLive(trx, { topic: `party:${partyId}`, kind: 'order_changed', payload: { orderId } }),
        )
    const [foreign, own] = [randomUUID(), randomUUID()]
    await tell(other.partyId, foreign)
    await tell(supplier.partyId, own)
    await stream.next(({ payload }) => payload.orderId === own)
    expect(stream.messages.map(({ payload }) => payload.orderId)).not.toContain(foreign)
    stream.close()
    expect((await openEventStream(`${one.url}/api/live/me`)).status).toBe(401)
    const as = `${one.url}/api/live/me?member=${other.memberId}`
    expect((await openEventStream(as, { cookie })).status).toBe(403)
  })
})

test('what is a day old is forgotten, what is younger is kept', async () => {
  await tellOnAir()
  await t.owner.query(
    "INSERT INTO live_event (topic, kind, payload, told_at) SELECT 'session:' || uuid_v7(), 'sheet_changed', '{}', clock_timestamp() - interval '25 hours' FROM generate_series(1, 7)",
  )
  const kept = await t.owner.query(
    "SELECT count(*) AS n FROM live_event WHERE told_at > now() - interval '24 hours'",
  )
  expect(await pruneLiveEvents(t)).toBe(7)
  const left = await t.owner.query('SELECT count(*) AS n FROM live_event')
  expect(left.rows[0].n).toBe(kept.rows[0].n)
})
