import { buildPerson, type Person } from '@haowu/server/test/build-person.ts'
import { generatePhoneCatalog } from '@haowu/server/test/generate-catalog.ts'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import request from 'supertest'
import { SIZE_LIMITS } from '#http/limits.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyImport } from '#domain/imports/apply-import.ts'
import { previewImport } from '#domain/imports/preview-import.ts'
import { hashOfLink } from '#domain/media/linked-photo.ts'
import { refreshEntries } from '#domain/plaza/refresh-entries.ts'

let t: TestDatabase
let web: TestApp
let supplier: Person
let streamer: Person
let cookies: { supplier: string; streamer: string }
beforeAll(async () => {
  t = await createTestDatabase()
  web = createTestApp(t)
  supplier = await buildPerson(t.db, 'supplier')
  streamer = await buildPerson(t.db, 'streamer')
  cookies = { supplier: await web.signIn(supplier), streamer: await web.signIn(streamer) }
})
afterAll(async () => {
  await web[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const send = (body: string | Buffer, headers: Record<string, string> = {}) =>
  request(web.app)
    .post('/api/imports')
    .set({
      cookie: cookies.supplier,
      'content-type': 'text/csv',
      'x-file-name': encodeURIComponent('今日新品.csv'),
      ...headers,
    })
    .send(body)
const call = (procedure: string, input: unknown, cookie = cookies.supplier) =>
  request(web.app)
    .get(`/api/trpc/${procedure}`)
    .set({ cookie })
    .query({ input: JSON.stringify(input) })

describe('the way of a file over HTTP', () => {
  test('upload, preview, yes, apply, plaza, report: each sees what the one before did', async () => {
    const uploaded = await send([...generatePhoneCatalog({ rows: 30, inspected: true, seed: 41 })].join(''))
    expect(uploaded.status).toBe(202)
    const { importId } = uploaded.body
    await previewImport(web.deps, importId)
    const seen = await call('imports.get', { importId })
    expect(seen.body.result.data).toMatchObject({
      state: 'previewed',
      fileName: '今日新品.csv',
      counts: { new: 30 },
    })
    const changes = await call('imports.changes', { importId })
    expect(changes.body.result.data.rows).toHaveLength(30)
    await request(web.app)
      .post('/api/trpc/imports.applyChanges')
      .set({ cookie: cookies.supplier })
      .send({ importId })
      .expect(200)
    await applyImport(web.deps, importId)
    await refreshEntries(web.deps)

    const mine = await call('items.list', { states: ['available'], text: '二手' })
    expect(mine.body.result.data.rows).toHaveLength(30)
    const detail = await call('items.get', { itemId: mine.body.result.data.rows[0].itemId })
    expect(detail.body.result.data.reports).toHaveLength(1)

    const first = await call('plaza.search', { sort: 'price_asc', limit: 20 }, cookies.streamer)
    const { rows, nextCursor } = first.body.result.data
    const second = await call(
      'plaza.search',
      { sort: 'price_asc', limit: 20, cursor: nextCursor },
      cookies.streamer,
    )
    const prices = [...rows, ...second.body.result.data.rows].map(row => Number(row.priceFen))
    expect(prices).toHaveLength(30)
    expect(prices).toEqual(prices.toSorted((a, b) => a - b))
    const facets = await call('plaza.facets', {}, cookies.streamer)
    expect(facets.body.result.data).toMatchObject({
      categories: { phone: 30 },
      reportKinds: { third_party: 30 },
    })
    const piece = await call('plaza.item', { itemId: rows[0].itemId }, cookies.streamer)
    expect(piece.body.result.data.report.content.grade).toBe(rows[0].grade)

    const report = await request(web.app).get(`/api/reports/${rows[0].reportCode}`)
    expect(report.body).toMatchObject({ standing: 'published', code: rows[0].reportCode })
  })

  test('what the file is to do is said in the address, and nothing but what a person may send', async () => {
    const post = (query: string) =>
      request(web.app)
        .post(`/api/imports?${query}`)
        .set({ cookie: cookies.supplier, 'content-type': 'text/csv' })
        .send(`商家编码,标题,类目,价格\nM-1,台灯,家电,${query.length}\n`)
    const full = await post('mode=full&source=paste')
    const read = await call('imports.get', { importId: full.body.importId })
    expect(read.body.result.data).toMatchObject({ mode: 'full', source: 'paste' })
    expect((await post('mode=replace')).status).toBe(400)
    expect((await post('source=feed')).status).toBe(400)
  })

  test('the rows to fix are downloaded as a file in the supplier’s own columns', async () => {
    const uploaded = await send('商家编码,标题,类目,价格\nQ-1,台灯,家电,面议\n')
    await previewImport(web.deps, uploaded.body.importId)
    const file = await request(web.app)
      .get(`/api/imports/${uploaded.body.importId}/errors.csv`)
      .set({ cookie: cookies.supplier })
      .buffer()
      .parse((res, done) => {
        let text = ''
        res.on('data', (chunk: Buffer) => (text += chunk)).on('end', () => done(null, text))
      })
    expect(file.headers['content-disposition']).toContain("filename*=UTF-8''")
    expect(file.body).toContain('2,价格: 价格不是数字,只写数字')
  })

  test('an error file sent for an import is tied to it, and for somebody else’s only to what she has herself', async () => {
    const parent = await send('商家编码,标题,类目,价格\nR-1,台灯,家电,面议\n')
    await previewImport(web.deps, parent.body.importId)
    const back = async (parentId: string, price: number) => {
      const { body } = await request(web.app)
        .post(`/api/imports?mode=full&source=error_file&parent=${parentId}`)
        .set({ cookie: cookies.supplier, 'content-type': 'text/csv' })
        .send(`行号,错误,怎么改,商家编码,标题,类目,价格\n2,x,y,R-1,台灯,家电,${price}\n`)
      await previewImport(web.deps, body.importId)
      return (await call('imports.get', { importId: body.importId })).body.result.data
    }
    const known = { source: 'error_file', mode: 'delta', parentId: parent.body.importId }
    expect(await back(parent.body.importId, 60)).toMatchObject(known)
    expect(await back('01890000-0000-7000-8000-000000000000', 61)).toMatchObject(known)
    const nonsense = await request(web.app)
      .post('/api/imports?parent=x')
      .set({ cookie: cookies.supplier, 'content-type': 'text/csv' })
      .send('x')
    expect(nonsense.status).toBe(400)
  })
})

describe('an upload is refused', () => {
  test.each([
    ['an old Excel workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), {}, 422, 'not_csv'],
    ['nothing', '', {}, 422, 'empty_file'],
    ['a form', 'x', { 'content-type': 'multipart/form-data; boundary=x' }, 415, 'unsupported_media_type'],
    ['a name that is no text', 'x', { 'x-file-name': '%E4%' }, 400, 'bad_request'],
    ['another site’s request', 'x', { origin: 'https://evil.example' }, 403, 'csrf'],
    ['nobody', 'x', { cookie: '' }, 401, 'unauthenticated'],
    [
      'a membership of somebody else',
      'x',
      { 'x-member-id': '01890000-0000-7000-8000-000000000000' },
      403,
      'forbidden',
    ],
  ] as const)('%s', async (_, body, headers, status, reason) => {
    const answer = await send(body, headers)
    expect([answer.status, answer.body.error?.data.reason]).toEqual([status, reason])
  })

  test('of a streamer', async () => {
    expect((await send('x', { cookie: cookies.streamer })).status).toBe(403)
  })

  test('that is too large, by what it announces, before it is sent', async () => {
    const answer = await send('x', { 'content-length': String(SIZE_LIMITS.uploadBytes + 1) })
    expect(answer.status).toBe(413)
  })

  test('and leaves neither row nor file', async () => {
    const { rows: before } = await t.owner.query('SELECT count(*)::int AS n FROM item_import')
    await send(Buffer.from('%PDF-1.4'))
    const { rows: after } = await t.owner.query('SELECT count(*)::int AS n FROM item_import')
    expect(after).toEqual(before)
  })
})

test.each(['phone', 'luxury_bag'])('the %s template is a download for anybody', async category => {
  const answer = await request(web.app).get('/api/imports/template.csv').query({ category, lang: 'en' })
  expect(answer.status).toBe(200)
  expect(answer.headers['content-disposition']).toContain('attachment')
  expect(answer.text).toContain('SKU,Title,Category')
})

test('a picture named by link is shown from our store once it is there, and is no fault before', async () => {
  const link = 'https://pictures.example.com/柜子 1.jpg'
  const get = () => request(web.app).get('/media/linked').query({ url: link })
  expect((await get()).status).toBe(204)
  const photoPath = `/media/${'a'.repeat(64)}.jpg`
  await t.db
    .insertInto('linkedPhoto')
    .values({ urlHash: hashOfLink(link), photoPath, problem: null })
    .execute()
  const { status, headers } = await get()
  expect([status, headers['location']]).toEqual([302, photoPath])
  expect((await request(web.app).get('/media/linked')).status).toBe(204)
})
