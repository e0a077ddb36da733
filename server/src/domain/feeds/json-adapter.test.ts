import { type FeedServer, openFeedServer, type Play, walkToEnd } from '@haowu/server/test/feed-server.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FeedWalk } from './feed-adapter.ts'
import { FEED_CONFIGS, type FeedConfig } from './feed-config.ts'
import { walkJson } from './json-adapter.ts'

let server: FeedServer
beforeAll(async () => {
  server = await openFeedServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const NOW = new Date('2026-11-26T02:00:00Z')
type Config = Partial<FeedConfig<'json'>>

function read(config: Config = {}, walk: Partial<FeedWalk<'json'>> = {}) {
  const source = {
    kind: 'json' as const,
    config: FEED_CONFIGS.json.parse({
      url: `${server.origin}/items?shop=7`,
      itemsPath: 'items',
      fields: { sku: { path: 'id' } },
      ...config,
    }),
    secret: { token: 'the-key' },
  }
  const signal = AbortSignal.timeout(20_000)
  return walkToEnd(
    walkJson({ http: server.http, source, pass: 'full', cursor: null, now: NOW, signal, ...walk }),
  )
}

const items = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => ({ id: `J-${String(from + at).padStart(4, '0')}` }))
const numberOf = (url: URL, name: string) => Number(url.searchParams.get(name))
const skus = (rows: Record<string, string>[]) => rows.map(({ sku }) => sku)
const raw =
  (body: string | Buffer, status = 200, headers: Record<string, string> = {}): Play =>
  (_, response) =>
    void response.writeHead(status, headers).end(body)

const PAGED: Config = { paging: { kind: 'page', parameter: 'page', first: 1, size: 10 }, totalPath: 'total' }
const BY_CURSOR: Config = { paging: { kind: 'cursor', parameter: 'after', path: 'next' } }

/** Tells a list page by page, as an honest source does. */
const pageOf = (all: unknown[]): Play => {
  return ({ url }) => {
    const first = (numberOf(url, 'page') - 1) * 10
    return { items: all.slice(first, first + 10), total: all.length }
  }
}

describe('an honest source is read whole', () => {
  const ALL = items(25)
  test.each<[string, Config, Play]>([
    ['in one answer', {}, () => ({ items: ALL })],
    ['as a bare list', { itemsPath: '@' }, () => ALL],
    ['by page number', PAGED, pageOf(ALL)],
    ['by page number without a total', { ...PAGED, totalPath: undefined }, pageOf(ALL)],
    [
      'by offset',
      { paging: { kind: 'offset', parameter: 'from', sizeParameter: 'limit', size: 10 } },
      ({ url }) => {
        const from = numberOf(url, 'from')
        return { items: ALL.slice(from, from + numberOf(url, 'limit')) }
      },
    ],
    [
      'by cursor',
      BY_CURSOR,
      ({ url }) => {
        const from = numberOf(url, 'after')
        return { items: ALL.slice(from, from + 10), next: from + 10 < 25 ? from + 10 : null }
      },
    ],
    [
      'by link',
      { paging: { kind: 'link' } },
      ({ url }, response) => {
        const from = numberOf(url, 'from')
        if (from + 10 < 25) response.setHeader('link', `</items?from=${from + 10}>; rel="next"`)
        return { items: ALL.slice(from, from + 10) }
      },
    ],
  ])('%s', async (_, config, play) => {
    server.play(play)
    const { rows, whole } = await read(config)
    expect(skus(rows)).toEqual(ALL.map(({ id }) => id))
    expect(whole).toBe(true)
  })

  test('and each question keeps what stands in its address, and shows the key', async () => {
    server.play(pageOf(items(15)))
    await read({ ...PAGED, auth: { kind: 'header', name: 'X-Key' } })
    const last = server.asked.at(-1)
    expect(last?.url.search).toBe('?shop=7&page=2')
    expect(last?.headers['x-key']).toBe('the-key')
  })
})

describe('a hostile answer is told by what it is', () => {
  const long = 'x'.repeat(100)
  const deep = `{"items":${'['.repeat(80)}${']'.repeat(80)}}`
  test.each<[string, string, Play, Config?]>([
    ['a sign-in page with 200', 'answer_is_page', raw('\n<!DOCTYPE html><html>请登录</html>')],
    ['no JSON', 'answer_not_json', raw('id,name\n1,柜子')],
    ['JSON in GBK', 'answer_not_json', raw(Buffer.from([0x7b, 0x22, 0xb9, 0xf1, 0x22, 0x3a, 0x31, 0x7d]))],
    ['JSON that ends in the middle', 'cut_off', raw('{"items":[{"id":"J-1"},{"id":"J')],
    ['an empty body', 'cut_off', raw('')],
    ['lists in lists in lists', 'answer_too_deep', raw(deep)],
    ['an error with 200', 'answer_says_error', raw('{"error":"quota"}')],
    ['success: false', 'answer_says_error', raw('{"success":false,"msg":"quota"}')],
    [
      'an error where it says it stands',
      'answer_says_error',
      raw('{"items":[],"rc":7}'),
      { errorPath: 'rc' },
    ],
    ['no list', 'no_list', raw('{"data":{"items":[]}}')],
    ['an object for a list', 'no_list', raw('{"items":{"id":1}}')],
    ['items without key', 'row_without_key', () => ({ items: [...items(8), { name: 'a' }, {}] })],
    ['keys of blanks', 'row_without_key', () => ({ items: [{ id: ' ' }] })],
    [
      'another currency',
      'other_currency',
      () => ({
        items: [
          { id: 'J-1', cur: 'CNY' },
          { id: 'J-2', cur: 'usd' },
        ],
      }),
      { currencyPath: 'cur' },
    ],
    ['401', 'keys_refused', raw('', 401)],
    ['403', 'keys_refused', raw('<html>', 403)],
    ['404', 'status_refused', raw(long, 404)],
    ['410', 'status_refused', raw('', 410)],
    ['500 again and again', 'source_error', raw('', 500)],
    ['429 for half an hour', 'throttled', raw('', 429, { 'retry-after': '1800' })],
    [
      'a function that does not fit the value',
      'mapping_failed',
      () => ({ items: items(1) }),
      { itemsPath: 'sum(items)' },
    ],
    ['a path that nobody can read', 'mapping_failed', () => ({ items: [] }), { itemsPath: 'items[' }],
    [
      'pages without end',
      'too_many_pages',
      ({ url }) => ({ items: items(1, numberOf(url, 'after')), next: numberOf(url, 'after') + 1 }),
      BY_CURSOR,
    ],
    [
      'the same cursor again',
      'cursor_repeated',
      () => ({ items: items(1, server.asked.length), next: 'a' }),
      BY_CURSOR,
    ],
    ['the same page again', 'page_repeated', () => ({ items: items(10), total: 30 }), PAGED],
    ['a page of nothing that leads on', 'empty_page', () => ({ items: [], next: 'a' }), BY_CURSOR],
    [
      'pages that end long before the total',
      'empty_page',
      ({ url }) => ({ items: numberOf(url, 'page') === 1 ? items(10) : [], total: 100 }),
      PAGED,
    ],
    [
      'a total that doubles on the way',
      'total_moved',
      ({ url }) => {
        const page = numberOf(url, 'page')
        return { items: items(10, page * 10), total: 50 * page }
      },
      PAGED,
    ],
    [
      'a next page at another host',
      'redirect_refused',
      (_, response) => {
        response.setHeader('link', '<http://127.0.0.1:9/items>; rel="next"')
        return { items: items(1) }
      },
      { paging: { kind: 'link' } },
    ],
    [
      'a redirect to the metadata of the machine',
      'redirect_refused',
      raw('', 302, { location: 'http://169.254.169.254/' }),
    ],
  ])('%s: %s', async (_, failure, play, config = {}) => {
    server.play(play)
    await expect(read(config)).rejects.toMatchObject({ failure })
  })

  test('an error keeps what was said, but no key', async () => {
    server.play(() => ({ error: `bad token ${'k'.repeat(30)}\n` }))
    await expect(read()).rejects.toMatchObject({ facts: { said: 'bad token …' } })
  })

  test.each([
    { error: null },
    { error: false },
    { error: '' },
    { error: 0 },
    { errors: [] },
    { success: true },
  ])('but %j is no error', async also => {
    server.play(() => ({ items: items(2), ...also }))
    expect((await read()).rows).toHaveLength(2)
  })
})

test.each(['erp', 'http://', 'http://10.0.0.1/'])(
  'an address that cannot be asked is told: %j',
  async url => {
    await expect(read({ url })).rejects.toMatchObject({ failure: 'address_refused' })
  },
)

describe('a source in trouble', () => {
  test('is asked again after a pause, also when it hangs up on a kept connection', async () => {
    let asked = 0
    server.play((_, response) => {
      asked++
      if (asked === 1) return void response.socket?.destroy()
      if (asked === 2) return void response.writeHead(503, { 'retry-after': '0' }).end('busy')
      return { items: items(1) }
    })
    expect((await read()).rows).toHaveLength(1)
    expect(asked).toBe(3)
  })

  test('is not asked again once it refused the keys', async () => {
    let asked = 0
    server.play((_, response) => {
      asked++
      response.writeHead(401).end()
    })
    await expect(read()).rejects.toMatchObject({ failure: 'keys_refused' })
    expect(asked).toBe(1)
  })

  test('that names a date is waited for by the schedule', async () => {
    const at = new Date(Date.now() + 600_000).toUTCString()
    server.play(raw('', 503, { 'retry-after': at }))
    const error: unknown = await read().catch((thrown: unknown) => thrown)
    const { failure, facts } = error as { failure: string; facts: { retryAfterSeconds: number } }
    expect(failure).toBe('throttled')
    expect(facts.retryAfterSeconds).toBeGreaterThan(590)
    expect(facts.retryAfterSeconds).toBeLessThan(602)
  })

  test('is let go when the reader is called off', async () => {
    server.play(() => undefined)
    await expect(read({}, { signal: AbortSignal.timeout(200) })).rejects.toMatchObject({
      name: 'TimeoutError',
    })
  })
})

describe('what moves while pages are walked', () => {
  test('comes once, and a list that lost an item on the way is not called whole', async () => {
    const all = items(40)
    server.play(asked => {
      const said = pageOf(all)(asked, undefined as never) as object
      // The first item leaves: all others move up, and one is never seen.
      if (numberOf(asked.url, 'page') === 2) all.shift()
      return { ...said, total: 40 }
    })
    const { rows, whole } = await read(PAGED)
    expect(new Set(skus(rows)).size).toBe(rows.length)
    expect(whole).toBe(false)
  })

  test('comes once, when it moves to a later page', async () => {
    const pages = [items(10), [...items(1), ...items(9, 10)], items(1, 19)]
    server.play(({ url }) => ({ items: pages[numberOf(url, 'page') - 1], total: 20 }))
    const { rows, whole } = await read(PAGED)
    expect(skus(rows)).toEqual(items(20).map(({ id }) => id))
    expect(whole).toBe(true)
  })

  test('a few items without key go to the check of rows, and then nothing is taken off', async () => {
    server.play(() => ({ items: [...items(20), {}] }))
    expect(await read()).toMatchObject({ whole: false, rows: { length: 21 } })
  })
})

describe('a source that can tell what changed', () => {
  const since = (format: 'iso' | 'seconds' | 'milliseconds' | 'shanghai'): Config => ({
    since: { parameter: 'since', format },
  })
  const cursor = { since: '2026-11-26T01:00:00.000Z' }

  test.each([
    ['iso', '2026-11-26T00:45:00.000Z'],
    ['seconds', '1795653900'],
    ['milliseconds', '1795653900000'],
    ['shanghai', '2026-11-26 08:45:00'],
  ] as const)('is asked in its own way, a quarter of an hour further back: %s', async (format, text) => {
    server.play(() => ({ items: items(1), total: 900 }))
    const sync = await read({ ...since(format), totalPath: 'total' }, { pass: 'sync', cursor })
    expect(server.asked.at(-1)?.url.searchParams.get('since')).toBe(text)
    expect(sync).toMatchObject({ whole: false, cursor: { since: NOW.toISOString() } })
  })

  test('is asked for everything in a full pass, and may say that nothing changed in the others', async () => {
    server.play(() => ({ items: items(3) }))
    expect(await read(since('iso'), { pass: 'full', cursor })).toMatchObject({ whole: true })
    expect(server.asked.at(-1)?.url.searchParams.has('since')).toBe(false)
    server.play(() => ({ items: [], total: 900 }))
    const quiet = await read({ ...since('iso'), totalPath: 'total' }, { pass: 'sync', cursor })
    expect(quiet).toMatchObject({ whole: false, rows: [] })
  })
})
