import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { buildPerson } from '@haowu/server/test/build-person.ts'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '#app.ts'
import { createDatabase, createPool } from '#db/database.ts'
import { createMailSimulator } from '#gateways/mail/mail-simulator.ts'
import { createAuth } from './auth.ts'
import { RATE_LIMITS } from './limits.ts'
import { type Serving, serve } from './serve.ts'

let t: TestDatabase
let site: TestApp
let clientFolder: string

beforeAll(async () => {
  t = await createTestDatabase()
  clientFolder = await mkdtemp(path.join(tmpdir(), 'haowu-client-test-'))
  await mkdir(path.join(clientFolder, 'assets'))
  await writeFile(path.join(clientFolder, 'assets/main-abc.js'), 'export {}')
  await writeFile(
    path.join(clientFolder, 'index.html'),
    '<meta property="csp-nonce" nonce="__CSP_NONCE__"><style nonce="__CSP_NONCE__"></style>',
  )
  site = createTestApp(t, { clientFolder })
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
  await rm(clientFolder, { recursive: true, force: true })
})

describe('pages', () => {
  test('every page carries a nonce of its own, the same as in its policy, and is never cached', async () => {
    const [one, two] = [await request(site.app).get('/'), await request(site.app).get('/supplier/items')]
    const nonces = [one, two].map(answer => /nonce="([^"]+)"/.exec(answer.text)?.[1] ?? '')
    expect(new Set(nonces).size).toBe(2)
    expect(nonces.join()).not.toContain('CSP')
    expect(one.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonces[0]}'`)
    expect(one.get('content-security-policy')).toMatch(/frame-ancestors 'none'/)
    expect(one.get('cache-control')).toBe('no-store')
  })

  test.each(['/r/ABCDEFGH2345', '/room/ABCDEFGH'])(
    'the page of %s is told from memory with every header of the long way, and may be kept',
    async address => {
      await new Promise(resolve => setTimeout(resolve, 1_050))
      const [long, early] = [await request(site.app).get(address), await request(site.app).get(address)]
      expect([long.get('x-request-id') === undefined, early.get('x-request-id')]).toEqual([false, undefined])
      const { 'x-request-id': _id, date: _then, ...headers } = long.headers
      const { date: _now, ...same } = early.headers
      expect({ ...same, 'content-length': '' }).toEqual({ ...headers, 'content-length': '' })
      expect(early.text).toBe(long.text)
      expect(early.get('cache-control')).toBe('public, max-age=30')
      expect(early.text).not.toContain('nonce')
      const again = await request(site.app)
        .get(address)
        .set('if-none-match', early.get('etag') ?? '')
      expect([again.status, again.text]).toEqual([304, ''])
    },
  )

  test('the page of an order is told from memory too, but kept by nobody and with a nonce of its own each time', async () => {
    const answers = []
    for (let asked = 0; asked < 3; asked++)
      answers.push(await request(site.app).get('/order/some-link_token'))
    const nonces = answers.map(({ text: page }) => /nonce="([^"]+)"/.exec(page)?.[1] ?? '')
    expect(new Set(nonces).size).toBe(3)
    expect(answers.map(answer => answer.get('cache-control'))).toEqual(answers.map(() => 'private, no-store'))
    for (const [n, answer] of answers.entries())
      expect(answer.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonces[n]}'`)
    expect(answers[2]?.get('x-request-id')).toBeUndefined()
    expect((await request(site.app).get('/r/gone.js')).status).toBe(404)
  })

  test('hashed files are kept for a year; a missing one is no page', async () => {
    const asset = await request(site.app).get('/assets/main-abc.js')
    expect(asset.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect((await request(site.app).get('/assets/gone-def.js')).status).toBe(404)
    expect((await request(site.app).get('/first-paint.js')).status).toBe(404)
    expect((await request(site.app).get('/assets/..%2f..%2fpackage.json')).status).toBe(404)
    expect((await request(site.app).get('/.git/config')).status).toBe(404)
  })

  test('an unknown address below /api, /ops or /rail is told in JSON', async () => {
    for (const address of ['/api/nothing', '/ops/nothing', '/rail/nothing']) {
      const answer = await request(site.app).get(address)
      expect([answer.status, answer.body.error.data.reason]).toEqual([404, 'not_found'])
    }
  })
})

describe('health', () => {
  test('is told part by part', async () => {
    expect((await request(site.app).get('/healthz')).body).toEqual({ ok: true })
    expect((await request(site.app).get('/readyz')).body).toEqual({
      ready: true,
      parts: { database: 'ok', migrations: 'ok', files: 'ok' },
    })
  })

  test('a schema that is behind the code is not ready', async () => {
    await t.owner.query("UPDATE kysely_migration SET name = 'x' || name WHERE name LIKE '0005%'")
    const answer = await request(site.app).get('/readyz')
    await t.owner.query("UPDATE kysely_migration SET name = substr(name, 2) WHERE name LIKE 'x%'")
    expect([answer.status, answer.body.parts.migrations]).toEqual([503, 'behind'])
  })

  test('figures are for the machine itself, not for who comes through a proxy', async () => {
    expect((await request(site.app).get('/metrics')).text).toContain('http_request_seconds_bucket')
    expect((await request(site.app).get('/metrics').set('x-forwarded-for', '127.0.0.1')).status).toBe(404)
  })
})

test('while the database is away every door says 503 and when to come back, and the process lives', async () => {
  const pool = createPool({ url: 'postgres://nobody@127.0.0.1:1/none', kind: 'server', onError: () => {} })
  const db = createDatabase(pool)
  const { config, secrets, log } = site.deps
  const auth = createAuth({ config, db, secrets, log, mail: createMailSimulator({ db }) })
  const app = createApp({ ...site.deps, config: { ...config, rateLimits: true }, pool, db, auth })
  const cookie = 'haowu-session=abc.def'
  const answers = [
    await request(app).get('/api/trpc/demo.clock'),
    await request(app)
      .get('/api/trpc/me.get')
      .set('cookie', await site.signIn(await buildPerson(t.db, 'finance'))),
    await request(app)
      .post('/api/auth/sign-in/email')
      .send({ email: 'a@b.example', password: 'x'.repeat(12) }),
    await request(app).get('/readyz').set('cookie', cookie),
  ]
  expect(answers.map(answer => [answer.status, Number(answer.get('retry-after')) > 0])).toEqual(
    answers.map(() => [503, true]),
  )
  expect(answers.map(answer => answer.text).join()).not.toMatch(/127\.0\.0\.1|ECONN/)
  await pool.end()
})

test('connections that the database ends under load cost a 503 at most; then all is well again', async () => {
  const cookie = await site.signIn(await buildPerson(t.db, 'finance'))
  const ask = () => request(site.app).get('/api/trpc/me.get').set('cookie', cookie)
  const killing = setInterval(
    () =>
      t.owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'haowu-%'`),
    40,
  )
  const statuses = new Set<number>()
  const until = Date.now() + 1_500
  while (Date.now() < until)
    for (const answer of await Promise.all(Array.from({ length: 10 }, ask))) statuses.add(answer.status)
  clearInterval(killing)
  await new Promise(resolve => setTimeout(resolve, 100))
  expect([...statuses].filter(status => status !== 200 && status !== 503)).toEqual([])
  expect((await ask()).status).toBe(200)
})

test('one address that asks too often is told to wait', async () => {
  await using limited = createTestApp(t, { config: { rateLimits: true } })
  const server = limited.app.listen(0)
  const ask = () => request(server).get('/api/trpc/demo.clock')
  const { points } = RATE_LIMITS.api
  for (let asked = 0; asked < points; asked++) expect((await ask()).status).toBe(200)
  const refused = await ask()
  server.close()
  expect([refused.status, refused.body.error.data.reason]).toEqual([429, 'too_many_requests'])
  expect(Number(refused.get('retry-after'))).toBeGreaterThan(0)
})

describe('the listening server', () => {
  let serving: Serving
  beforeAll(async () => {
    serving = await serve(site.app, { host: '127.0.0.1', port: 0 })
  })
  afterAll(() => serving.drain())

  test.each([
    ['a header of 20 kB', `GET /healthz HTTP/1.1\r\nhost: x\r\na: ${'a'.repeat(20_000)}\r\n\r\n`, '431'],
    [
      '200 headers',
      `GET /healthz HTTP/1.1\r\nhost: x\r\n${Array.from({ length: 199 }, (_, n) => `h${n}: 1\r\n`).join('')}\r\n`,
      '431',
    ],
    [
      'both Transfer-Encoding and Content-Length',
      'POST /api/trpc/x HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      '400',
    ],
    ['a verb that nobody knows', 'BREW / HTTP/1.1\r\nhost: x\r\n\r\n', '400'],
  ])('refuses %s', async (_name, sent, status) => {
    expect((await speak(serving.localUrl, sent)).split(' ')[1]).toBe(status)
  })

  test('a port that is taken is told in one sentence', async () => {
    const port = Number(new URL(serving.localUrl).port)
    await expect(serve(site.app, { host: '127.0.0.1', port })).rejects.toThrow(
      `Port ${port} is taken by another program: stop it, or set PORT to a free one.`,
    )
  })

  test('drains: what was asked is answered, nothing new is taken', async () => {
    const leaving = await serve(site.app, { host: '127.0.0.1', port: 0 })
    const answer = fetch(`${leaving.localUrl}/readyz`)
    await new Promise(resolve => setTimeout(resolve, 5))
    const drained = leaving.drain()
    expect((await answer).status).toBe(200)
    await drained
    await expect(fetch(`${leaving.localUrl}/healthz`)).rejects.toThrow()
  })
})

async function speak(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.end(request)
  return text(socket)
}
