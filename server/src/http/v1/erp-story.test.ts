import { randomUUID } from 'node:crypto'
import { buildItem } from '@haowu/server/test/build-item.ts'
import type { Person } from '@haowu/server/test/build-person.ts'
import { type ErpDesk, makeKey, openErpDesk } from '@haowu/server/test/erp-desk.ts'
import type { TestApp } from '@haowu/server/test/test-app.ts'
import type { TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holdForCheckout } from '#domain/catalog/hold-for-checkout.ts'
import { holdForSession } from '#domain/catalog/take-live-hold.ts'
import { applyImport } from '#domain/imports/apply-import.ts'
import { previewImport } from '#domain/imports/preview-import.ts'
import { undoImport } from '#domain/imports/undo-import.ts'
import { forgetOldAnswers } from '#domain/parties/api-key-request.ts'
import { revokeApiKey } from '#domain/parties/revoke-api-key.ts'
import { problemBody } from './answer-problem.ts'

let desk: ErpDesk
let t: TestDatabase
let web: TestApp
let supplier: Person
let key: string
let strangersKey: string
beforeAll(async () => {
  desk = await openErpDesk()
  ;({ t, web, supplier, key, strangersKey } = desk)
})
afterAll(() => desk[Symbol.asyncDispose]())

type Headers = Record<string, string>
const get = (path: string, bearer = key) =>
  request(web.app).get(`/api/v1${path}`).set('authorization', `Bearer ${bearer}`)
const post = (path: string, body?: object | string, headers: Headers = {}) =>
  request(web.app)
    .post(`/api/v1${path}`)
    .set({ authorization: `Bearer ${key}`, ...headers })
    .send(body)
const csv = (path: string, body: string, headers: Headers = {}) =>
  post(path, body, { 'content-type': 'text/csv', 'x-file-name': 'erp.csv', ...headers })

const phone = (sku: string, more: object = {}) => ({
  sku,
  title: 'iPhone 15 Pro 256G, "原色"',
  category: 'general',
  priceFen: '499900',
  ...more,
})
const outcomes = ({ body }: request.Response) =>
  body.results.map(({ sku, result }: { sku: string; result: string }) => [sku, result])

const ofSkus = (skus: string[]) => t.db.selectFrom('item').select('id').where('supplierSku', 'in', skus)

async function expectProblem(answer: request.Response, status: number, code: string): Promise<void> {
  expect([answer.status, answer.body.code], answer.text).toEqual([status, code])
  expect(answer.type).toBe('application/problem+json')
  problemBody.parse(answer.body)
}

describe('an ERP pushes its goods', () => {
  test('items come in, change and stay; what is wrong is told per item in the language asked for', async () => {
    const items = [
      phone('E-1', {
        shipFrom: '深圳',
        spec: { color: '黑, 钛' },
        photos: ['https://img.example.com/1.jpg'],
      }),
      phone('E-2', { category: '综合', brand: '=Apple' }),
      phone('E-3', { kind: 'stocked', qty: 40 }),
    ]
    const first = await post('/items', { items })
    expect([first.status, outcomes(first)], first.text).toEqual([
      200,
      [
        ['E-1', 'new'],
        ['E-2', 'new'],
        ['E-3', 'new'],
      ],
    ])
    const again = await post(
      '/items',
      { items: [items[0], phone('E-2', { priceFen: '488800' }), phone('E-4', { category: 'spaceship' })] },
      { 'accept-language': 'en' },
    )
    expect(outcomes(again)).toEqual([
      ['E-1', 'unchanged'],
      ['E-2', 'changed'],
      ['E-4', 'error'],
    ])
    expect(again.body.results[2].findings[0]).toMatchObject({
      code: 'CATEGORY_UNKNOWN',
      field: 'category',
      value: 'spaceship',
      message: 'Unknown category',
    })
    const inChinese = await post('/items', { items: [phone('E-4', { category: 'spaceship' })] })
    expect(inChinese.body.results[0].findings[0].message).toBe('没有这个类目')

    const one = await get('/items/E-2')
    expect(one.body).toMatchObject({ sku: 'E-2', priceFen: '488800', brand: '=Apple', state: 'draft' })
    expect((await get('/items/E-1')).body).toMatchObject({
      title: 'iPhone 15 Pro 256G, "原色"',
      shipFrom: '深圳',
      spec: { color: '黑, 钛' },
      photos: ['https://img.example.com/1.jpg'],
    })
    const { cause } = await t.db
      .selectFrom('itemHistory')
      .select('cause')
      .where('itemId', '=', one.body.itemId)
      .executeTakeFirstOrThrow()
    expect(cause).toBe('api')
  })

  test('prices and stock change alone; a SKU nobody knows is told', async () => {
    const answer = await post('/stock', {
      items: [
        { sku: 'E-2', priceFen: '477700' },
        { sku: 'E-3', qty: 39 },
        { sku: 'nobody', qty: 1 },
      ],
    })
    expect(outcomes(answer)).toEqual([
      ['E-2', 'changed'],
      ['E-3', 'changed'],
      ['nobody', 'error'],
    ])
    expect((await get('/items/E-3')).body).toMatchObject({ qty: 39, priceFen: '499900' })
  })

  test('goods are taken off and put back by their SKU alone, with a price or as a whole item', async () => {
    const state = async () => (await get('/items/E-1')).body.state
    const act = async (body: object) => outcomes(await post('/stock', { items: [{ sku: 'E-1', ...body }] }))
    expect(await act({ action: 'withdraw' })).toEqual([['E-1', 'changed']])
    expect(await state()).toBe('withdrawn')
    expect(await act({ action: 'withdraw' })).toEqual([['E-1', 'unchanged']])
    expect(await act({ action: 'list', priceFen: '499800' })).toEqual([['E-1', 'changed']])
    expect((await get('/items/E-1')).body).toMatchObject({ state: 'draft', priceFen: '499800', qty: 1 })
    await post('/items', { items: [phone('E-1', { action: 'withdraw' })] })
    expect(await state()).toBe('withdrawn')
    await post('/items', { items: [phone('E-1', { action: 'list' })] })
    expect(await state()).toBe('draft')
  })

  test('a code that reads like a total or an example is a code like any other', async () => {
    const codes = ['合计', '总计', 'Total', '示例-1', 'EXAMPLE-1']
    const items = codes.map(sku => phone(sku))
    expect(outcomes(await post('/items', { items }))).toEqual(codes.map(sku => [sku, 'new']))
    const stock = codes.map(sku => ({ sku, priceFen: '489900' }))
    expect(outcomes(await post('/stock', { items: stock }))).toEqual(codes.map(sku => [sku, 'changed']))
    const alone = await post('/stock', { items: [{ sku: '小计', qty: 1 }] })
    expect(alone.body.results?.[0], alone.text).toMatchObject({
      result: 'error',
      findings: [{ code: 'SKU_UNKNOWN' }],
    })
    await t.db.deleteFrom('itemHistory').where('itemId', 'in', ofSkus(codes)).execute()
    await t.db.deleteFrom('item').where('supplierSku', 'in', codes).execute()
  })

  test('all of it is walked page by page, each item once', async () => {
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: request.Response = await get(`/items?limit=2${cursor && `&cursor=${cursor}`}`)
      seen.push(...page.body.items.map(({ sku }: { sku: string }) => sku))
      cursor = page.body.nextCursor
    }
    expect(seen.toSorted()).toEqual(['E-1', 'E-2', 'E-3'])
  })

  test('what the brake holds is answered as held, and nothing is changed', async () => {
    const many = Array.from({ length: 30 }, (_, n) => phone(`B-${n}`, { priceFen: '499900' }))
    await post('/items', { items: many })
    const cut = many.map(item => ({ sku: item.sku, priceFen: '4999' }))
    const answer = await post('/stock', { items: cut })
    expect([answer.status, answer.body.state, answer.body.braked]).toEqual([202, 'previewed', true])
    expect((await get('/items/B-1')).body.priceFen).toBe('499900')
    await expectProblem(await post(`/imports/${answer.body.importId}/apply`), 409, 'import_braked')
    expect((await post(`/imports/${answer.body.importId}/apply?acceptBrake=true`)).status).toBe(202)
    await applyImport(web.deps, answer.body.importId)
    expect((await get('/items/B-1')).body.priceFen).toBe('4999')
  })
})

describe('a piece that was sold elsewhere', () => {
  const available = async () => {
    const item = await buildItem(t.db, { supplierId: supplier.partyId })
    const { supplierSku: sku } = await t.db
      .selectFrom('item')
      .select('supplierSku')
      .where('id', '=', item.itemId)
      .executeTakeFirstOrThrow()
    return { ...item, sku }
  }
  const inAnHour = () => new Date(Date.now() + 3_600_000)
  const hold = (itemId: string, holdId = randomUUID()) =>
    t.db.transaction().execute(trx => holdForSession(trx, { itemId, holdId, until: inAnHour() }))

  test('is gone at once; saying it twice is once, and history says why', async () => {
    const { sku, itemId } = await available()
    for (let time = 0; time < 2; time++) {
      const answer = await post(`/items/${encodeURIComponent(sku)}/claim-external`)
      expect(answer.body).toEqual({ itemId, sku, state: 'external_sold' })
    }
    await expect(hold(itemId)).rejects.toMatchObject({ code: 'item_unavailable' })
    const history = await t.db
      .selectFrom('itemHistory')
      .select(['cause', 'actor'])
      .where('itemId', '=', itemId)
      .execute()
    expect(history).toEqual([{ cause: 'claim', actor: `member:${supplier.memberId}` }])
  })

  test('that was told by mistake is offered again, once, and only while nothing else happened to it', async () => {
    const { sku, itemId } = await available()
    await expectProblem(await post(`/items/${sku}/release-external`), 409, 'not_sold_elsewhere')
    await post(`/items/${sku}/claim-external`)
    const key = { 'idempotency-key': `release-${sku}` }
    for (let time = 0; time < 2; time++) {
      const answer = await post(`/items/${sku}/release-external`, undefined, key)
      expect(answer.body, answer.text).toEqual({ itemId, sku, state: 'available' })
    }
    await expectProblem(await post(`/items/${sku}/release-external`), 409, 'not_sold_elsewhere')
    expect((await get(`/items/${sku}`)).body).toMatchObject({ state: 'available', qty: 1, version: 3 })
    const history = await t.db
      .selectFrom('itemHistory')
      .select(['version', 'cause'])
      .where('itemId', '=', itemId)
      .orderBy('version')
      .execute()
    expect(history).toEqual([
      { version: 2, cause: 'claim' },
      { version: 3, cause: 'claim' },
    ])
    await hold(itemId)

    const changed = await available()
    await post(`/items/${changed.sku}/claim-external`)
    await sql`UPDATE item SET version = version + 1 WHERE id = ${changed.itemId}`.execute(t.db)
    await expectProblem(await post(`/items/${changed.sku}/release-external`), 409, 'not_sold_elsewhere')
  })

  test('told by mistake stands as it may: without a report in force a draft, taken off before still off', async () => {
    const expired = await available()
    await post(`/items/${expired.sku}/claim-external`)
    await sql`UPDATE report SET state = 'revoked' WHERE item_id = ${expired.itemId}`.execute(t.db)
    expect((await post(`/items/${expired.sku}/release-external`)).body.state).toBe('draft')

    const off = await available()
    await post('/stock', { items: [{ sku: off.sku, action: 'withdraw' }] })
    await post(`/items/${off.sku}/claim-external`)
    expect((await post(`/items/${off.sku}/release-external`)).body.state).toBe('withdrawn')
    await post('/stock', { items: [{ sku: off.sku, action: 'list' }] })
    expect((await get(`/items/${off.sku}`)).body.state).toBe('available')
  })

  test('is not taken off while somebody holds it, and the call says so', async () => {
    const { sku, itemId } = await available()
    await hold(itemId)
    const answer = await post('/stock', { items: [{ sku, action: 'withdraw' }] })
    expect(answer.body.results[0], answer.text).toMatchObject({
      sku,
      result: 'error',
      findings: [{ code: 'ITEM_HELD', severity: 'conflict' }],
    })
    expect((await get(`/items/${sku}`)).body.state).toBe('live_held')
  })

  test('is the buyer’s when he holds it: the claim is refused, the checkout stands', async () => {
    const { sku, itemId } = await available()
    const liveHoldId = randomUUID()
    await hold(itemId, liveHoldId)
    await expectProblem(await post(`/items/${sku}/claim-external`), 409, 'item_held_elsewhere')
    const orderId = randomUUID()
    await t.db.transaction().execute(trx => holdForCheckout(trx, { itemId, orderId, liveHoldId, minutes: 5 }))
    await expectProblem(await post(`/items/${sku}/claim-external`), 409, 'item_held_elsewhere')
    expect((await get(`/items/${sku}`)).body.state).toBe('checkout_held')
  })

  test('goes to one only when both want it at the same moment', async () => {
    const winners = { claim: 0, hold: 0 }
    for (let round = 0; round < 12; round++) {
      const { sku, itemId } = await available()
      const [claim, held] = await Promise.allSettled([
        post(`/items/${sku}/claim-external`).then(answer => answer.status),
        hold(itemId).then(() => 200),
      ])
      const claimed = claim.status === 'fulfilled' && claim.value === 200
      expect(claimed, `round ${round}`).toBe(held.status === 'rejected')
      winners[claimed ? 'claim' : 'hold']++
      const { state } = (await get(`/items/${sku}`)).body
      expect(state).toBe(claimed ? 'external_sold' : 'live_held')
    }
    expect(winners.claim + winners.hold).toBe(12)
  })

  test('a hold whose time is over stands in nobody’s way; stock in quantities is told as a number', async () => {
    const { sku, itemId } = await available()
    await hold(itemId)
    await sql`UPDATE item SET live_hold_until = app_now() - interval '1 second' WHERE id = ${itemId}`.execute(
      t.db,
    )
    expect((await post(`/items/${sku}/claim-external`)).status).toBe(200)
    await expectProblem(await post('/items/E-3/claim-external'), 400, 'bad_request')
    await expectProblem(await post('/items/nobody/claim-external'), 404, 'not_found')
  })
})

describe('a whole file', () => {
  const content = (price: string) =>
    `商家编码,标题,类目,价格\r\nF-1,一部手机,general,${price}\r\nF-2,又一部,nowhere,${price}\r\n`

  test('is previewed, told, agreed to, and taken back', async () => {
    const sent = await csv('/imports?mode=delta', content('99'))
    expect([sent.status, sent.body.state], sent.text).toEqual([202, 'uploaded'])
    const path = `/imports/${sent.body.importId}`
    await previewImport(web.deps, sent.body.importId)
    expect((await get(path)).body).toMatchObject({ state: 'previewed', counts: { new: 1, errors: 1 } })
    const errors = await get(`${path}/errors`)
    expect(errors.body.findings).toMatchObject([
      { line: 3, column: '类目', field: 'category', code: 'CATEGORY_UNKNOWN' },
    ])
    const file = await get(`${path}/errors.csv`).set('accept-language', 'en')
    expect([file.status, file.type], file.text).toEqual([200, 'text/csv'])
    expect(file.get('content-disposition')).toMatch(/^attachment; .*\.csv/)
    expect(file.text.split('\r\n')).toEqual([
      '\ufeff行号,错误,怎么改,商家编码,标题,类目,价格',
      expect.stringMatching(/^3,类目: Unknown category,.*,F-2,又一部,nowhere,99$/),
      '',
    ])
    expect((await get(`${path}/errors.csv`)).text).toContain('类目: 没有这个类目')
    for (let time = 0; time < 2; time++) expect((await post(`${path}/apply`)).body.state).toBe('applying')
    await applyImport(web.deps, sent.body.importId)
    expect((await get('/items/F-1')).body.priceFen).toBe('9900')
    expect((await post(`${path}/undo`)).body.state).toBe('undoing')
    await undoImport(web.deps, sent.body.importId)
    expect((await get(path)).body.state).toBe('undone')
    expect((await get('/items/F-1')).body.state).toBe('withdrawn')
    await expectProblem(await post(`${path}/apply`), 409, 'import_not_ready')
  })

  test('goes in by itself when asked to, and can be dropped before', async () => {
    const auto = await csv('/imports?commit=auto', content('98'))
    await previewImport(web.deps, auto.body.importId)
    expect((await get(`/imports/${auto.body.importId}`)).body.state).toBe('applying')
    await applyImport(web.deps, auto.body.importId)
    const dropped = await csv('/imports', content('97'))
    expect((await post(`/imports/${dropped.body.importId}/cancel`)).body.state).toBe('cancelled')
    await expectProblem(await csv('/imports?mode=upside-down', content('1')), 400, 'bad_request')
    await expectProblem(await csv('/imports', ''), 422, 'empty_file')
  })
})

describe('a call with an Idempotency-Key', () => {
  const once = { 'idempotency-key': 'nightly-1' }
  const items = { items: [phone('I-1')] }
  const imports = async () => (await t.db.selectFrom('itemImport').select('id').execute()).length

  test('is done once, however often and however much at once it arrives', async () => {
    const before = await imports()
    const calls = await Promise.all(Array.from({ length: 4 }, () => post('/items', items, once)))
    for (const answer of calls.filter(({ status }) => status !== 200))
      await expectProblem(answer, 409, 'in_progress')
    const later = await post('/items', items, once)
    expect(outcomes(later)).toEqual([['I-1', 'new']])
    expect(await imports()).toBe(before + 1)
    await expectProblem(await post('/items', { items: [phone('I-2')] }, once), 422, 'idempotency_conflict')
    await expectProblem(
      await post('/items', items, { 'idempotency-key': 'x'.repeat(201) }),
      400,
      'bad_request',
    )
  })

  test('names one file: the same bytes are answered again, others of the same length are refused', async () => {
    const file = (price: string) => `商家编码,标题,类目,价格\r\nK-1,一部手机,general,${price}\r\n`
    const key = { 'idempotency-key': 'file-1' }
    const sent = await csv('/imports', file('11'), key)
    expect(sent.status, sent.text).toBe(202)
    expect((await csv('/imports', file('11'), key)).body.importId).toBe(sent.body.importId)
    await expectProblem(await csv('/imports', file('12'), key), 422, 'idempotency_conflict')
    await post(`/imports/${sent.body.importId}/cancel`)
    await sql`DELETE FROM api_key_request WHERE idempotency_key = 'file-1'`.execute(t.db)
  })

  test('belongs to its supplier, is free after a refusal, and is forgotten after thirty days', async () => {
    const theirs = { ...once, authorization: `Bearer ${strangersKey}` }
    expect(outcomes(await post('/items', items, theirs))).toEqual([['I-1', 'new']])
    const refused = { 'idempotency-key': 'claim-1' }
    await expectProblem(await post('/items/later/claim-external', undefined, refused), 404, 'not_found')
    await post('/items', { items: [phone('later')] })
    expect((await post('/items/later/claim-external', undefined, refused)).status).toBe(200)
    await sql`UPDATE api_key_request SET created_at = app_now() - interval '31 days' WHERE idempotency_key = 'claim-1'`.execute(
      t.db,
    )
    await forgetOldAnswers(t.db)
    const kept = await t.db
      .selectFrom('apiKeyRequest')
      .select('idempotencyKey')
      .where('idempotencyKey', 'in', ['nightly-1', 'claim-1'])
      .execute()
    expect(kept.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['nightly-1', 'nightly-1'])
  })
})

describe('whoever may not', () => {
  test('another supplier’s key sees and moves nothing', async () => {
    const { body } = await csv('/imports', '商家编码,标题,类目,价格\r\nS-1,一部,general,1\r\n')
    const theirs = { authorization: `Bearer ${strangersKey}` }
    const own = `/imports/${body.importId}`
    for (const path of ['/items/E-1', own, `${own}/errors`, `${own}/errors.csv`])
      await expectProblem(await get(path, strangersKey), 404, 'not_found')
    for (const path of [
      '/items/E-1/claim-external',
      '/items/E-1/release-external',
      ...['apply', 'cancel', 'undo'].map(act => `/imports/${body.importId}/${act}`),
    ])
      await expectProblem(await post(path, undefined, theirs), 404, 'not_found')
    const seen = await get('/items', strangersKey)
    expect(seen.body.items.map(({ sku }: { sku: string }) => sku)).toEqual(['I-1'])
    expect((await get('/items/E-1')).body.state).toBe('draft')
    await post(`/imports/${body.importId}/cancel`)
  })

  test('no key, half a key, a revoked key, a cookie: 401 everywhere, and nothing is written', async () => {
    const { key: revoked, keyId } = await makeKey(t, supplier)
    expect((await get('/items', revoked)).status).toBe(200)
    await revokeApiKey(t, { supplierId: supplier.partyId, memberId: supplier.memberId, keyId })
    const cookie = await web.signIn(supplier)
    const { paths } = (await request(web.app).get('/api/v1/openapi.json')).body
    for (const [path, methods] of Object.entries<object>(paths)) {
      for (const method of Object.keys(methods)) {
        const target = `/api/v1${path.replace(/\{.*?\}/, randomUUID())}`
        const knock = () => (method === 'get' ? request(web.app).get(target) : request(web.app).post(target))
        for (const headers of [
          {},
          { cookie },
          { authorization: `Bearer ${revoked}` },
          { authorization: `Bearer ${key.slice(0, -1)}` },
          { authorization: `Basic ${key}` },
        ])
          await expectProblem(await knock().set(headers), 401, 'unauthenticated')
      }
    }
    await expectProblem(await request(web.app).get(`/api/v1/items?key=${key}`), 401, 'unauthenticated')
  })

  test('what is no proper call is a problem with its places, never a stack', async () => {
    const cases: [request.Test, number, string][] = [
      [post('/items', { items: [{ ...phone('X'), colour: 'red' }] }), 400, 'bad_request'],
      [post('/items', { items: [] }), 400, 'bad_request'],
      [
        post('/items', { items: Array.from({ length: 1_001 }, (_, n) => phone(`X-${n}`)) }),
        400,
        'bad_request',
      ],
      [post('/items', { items: [phone('X', { priceFen: 4999 })] }), 400, 'bad_request'],
      [post('/items', { items: [phone('X\n')] }), 400, 'bad_request'],
      [post('/items', { items: [phone('X', { photos: ['javascript:alert(1)'] })] }), 400, 'bad_request'],
      [post('/stock', { items: [{ sku: 'E-1' }] }), 400, 'bad_request'],
      [post('/items', '{"items":', { 'content-type': 'application/json' }), 400, 'bad_json'],
      [post('/items', 'sku', { 'content-type': 'text/plain' }), 415, 'unsupported_media_type'],
      [get('/items?limit=0'), 400, 'bad_request'],
      [get('/items?cursor=nonsense'), 400, 'bad_request'],
      [get('/items?key=1'), 400, 'bad_request'],
      [get('/imports/not-an-id'), 400, 'bad_request'],
      [get('/nothing-here'), 404, 'not_found'],
      [request(web.app).patch('/api/v1/items'), 405, 'method_not_allowed'],
    ]
    for (const [call, status, code] of cases) {
      const answer = await call
      await expectProblem(answer, status, code)
      expect(answer.text).not.toMatch(/node_modules|\.ts:\d|SELECT/)
    }
    const strange = await post('/items', { items: [{ ...phone('X'), priceFen: 'much' }] })
    expect(strange.body.issues[0]).toMatchObject({ path: 'items.0.priceFen' })
  })
})
