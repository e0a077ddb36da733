import { gzipSync } from 'node:zlib'
import { buildPerson } from '@haowu/server/test/build-person.ts'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let t: TestDatabase
let site: TestApp
let operator: string

beforeAll(async () => {
  t = await createTestDatabase()
  site = createTestApp(t)
  operator = await site.signIn(await buildPerson(t.db, 'operator'))
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const advance = '/api/trpc/demo.advanceClock'
const post = (path = advance) => request(site.app).post(path).set('cookie', operator)
const reasonOf = (answer: request.Response) => answer.body.error?.data?.reason

/** Supertest sends what the serializer returns; 50 MB of blanks pack into some 50 kB. */
function gzipBomb(): string {
  return gzipSync(Buffer.alloc(50 * 1024 * 1024, 0x20)) as unknown as string
}

async function clockShift(): Promise<bigint> {
  const { shiftSeconds } = await t.db.selectFrom('appClock').select('shiftSeconds').executeTakeFirstOrThrow()
  return shiftSeconds
}

describe('what is no proper call is refused with a reason and changes nothing', () => {
  const big = JSON.stringify({ days: 'x'.repeat(1024 * 1024) })
  const deep = `${'['.repeat(33)}${']'.repeat(33)}`
  const cases: [string, () => request.Test, number, string][] = [
    ['a body over 1 MB', () => post().type('json').send(big), 413, 'payload_too_large'],
    [
      'a small gzip body that unpacks to 50 MB',
      () => post().type('json').set('content-encoding', 'gzip').serialize(gzipBomb).send({}),
      413,
      'payload_too_large',
    ],
    ['malformed JSON', () => post().type('json').send('{"days":'), 400, 'bad_json'],
    ['200,000 nested arrays', () => post().type('json').send('['.repeat(200_000)), 400, 'bad_request'],
    ['nesting one level too deep', () => post().type('json').send(deep), 400, 'bad_request'],
    ['U+0000 in a text', () => post().type('json').send('{"days":"\\u0000"}'), 400, 'bad_request'],
    ['a lone surrogate', () => post().type('json').send('{"days":"\\ud800"}'), 400, 'bad_request'],
    ['text/plain', () => post().type('text/plain').send('{"days":1}'), 415, 'unsupported_media_type'],
    ['urlencoded', () => post().type('form').send('days=1'), 415, 'unsupported_media_type'],
    [
      'no content type',
      () => post().set('content-type', '').send('{"days":1}'),
      415,
      'unsupported_media_type',
    ],
    ['multipart', () => post().field('days', '1'), 415, 'unsupported_media_type'],
    [
      'octet-stream',
      () => post().type('application/octet-stream').send('{"days":1}'),
      415,
      'unsupported_media_type',
    ],
    [
      'GET on a mutation',
      () => request(site.app).get(`${advance}?input={"days":1}`).set('cookie', operator),
      405,
      'method_not_allowed',
    ],
    [
      'a query whose input is no JSON',
      () => request(site.app).get('/api/trpc/parties.list?input={').set('cookie', operator),
      400,
      'bad_json',
    ],
    ['an unknown procedure', () => post('/api/trpc/demo.nothing').send({}), 404, 'not_found'],
    ['an unknown route', () => request(site.app).get('/api/nothing'), 404, 'not_found'],
    ['an unknown field', () => post().send({ days: 1, role: 'admin' }), 400, 'bad_request'],
    [
      '__proto__ as a field',
      () => post().type('json').send('{"days":1,"__proto__":{"a":1}}'),
      400,
      'bad_request',
    ],
    ['constructor as a field', () => post().send({ days: 1, constructor: { a: 1 } }), 400, 'bad_request'],
    [
      'an Origin of another site',
      () => post().set('origin', 'https://evil.example').send({ days: 1 }),
      403,
      'csrf',
    ],
    ['an Origin of null', () => post().set('origin', 'null').send({ days: 1 }), 403, 'csrf'],
    [
      'Sec-Fetch-Site cross-site',
      () => post().set('sec-fetch-site', 'cross-site').send({ days: 1 }),
      403,
      'csrf',
    ],
    [
      'Sec-Fetch-Site same-site',
      () => post().set('sec-fetch-site', 'same-site').send({ days: 1 }),
      403,
      'csrf',
    ],
    ['TRACE', () => request(site.app).trace('/api/trpc/demo.clock'), 405, 'method_not_allowed'],
    [
      'PUT',
      () => request(site.app).put(advance).set('cookie', operator).send({ days: 1 }),
      405,
      'method_not_allowed',
    ],
    [
      'a cursor that is no cursor',
      () =>
        request(site.app).get('/api/trpc/parties.list?input={"cursor":"%27 OR 1=1"}').set('cookie', operator),
      400,
      'bad_request',
    ],
    [
      'a page of a billion rows',
      () =>
        request(site.app).get('/api/trpc/parties.list?input={"limit":1000000000}').set('cookie', operator),
      400,
      'bad_request',
    ],
  ]
  test.each(cases)('%s', async (_name, call, status, reason) => {
    const before = await clockShift()
    const answer = await call()
    expect([answer.status, reasonOf(answer)]).toEqual([status, reason])
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\bat \w+ \(|\.ts:\d/)
    expect([answer.get('x-request-id'), null]).toContain(answer.body.error.data.requestId)
    expect(answer.type).toBe('application/json')
    expect(await clockShift()).toBe(before)
  })

  test.each([11, 1_000])('a batch of %i: none of it is executed', async size => {
    const before = await clockShift()
    const path = `/api/trpc/demo.advanceClock,${Array(size - 1)
      .fill('me.get')
      .join(',')}?batch=1`
    const answer = await post(path).send({ 0: { days: 1 } })
    expect([answer.status, reasonOf(answer)]).toEqual([400, 'batch_too_large'])
    expect(await clockShift()).toBe(before)
  })

  test('a path of 5,000 commas', async () => {
    const answer = await request(site.app).get(`/api/trpc/${','.repeat(5_000)}?batch=1`)
    expect(answer.status).toBe(400)
  })
})

describe('what is a proper call is answered', () => {
  test('at the limit of nesting, and with the own origin', async () => {
    const list = await request(site.app).get('/api/trpc/demo.clock').set('origin', site.deps.config.publicUrl)
    expect(list.status).toBe(200)
    const answer = await post().set('origin', site.deps.config.publicUrl).send({ days: 1 })
    expect(answer.status).toBe(200)
    expect(answer.body.result.data.shiftDays).toBe(1)
  })

  test('a batch of ten', async () => {
    const answer = await request(site.app).get(
      `/api/trpc/${Array(10).fill('demo.clock').join(',')}?batch=1&input={}`,
    )
    expect([answer.status, answer.body.length]).toEqual([200, 10])
  })

  test('an answer says that nobody may keep it', async () => {
    const answer = await request(site.app).get('/api/trpc/demo.clock')
    expect(answer.get('cache-control')).toBe('no-store')
  })
})
