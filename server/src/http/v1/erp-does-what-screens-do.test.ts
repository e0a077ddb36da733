import { callOperation, type ErpDesk, openErpDesk, type OperationCall } from '@haowu/server/test/erp-desk.ts'
import { jsonSource } from '@haowu/server/test/feed-desk.ts'
import type { TestApp } from '@haowu/server/test/test-app.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyImport } from '#domain/imports/apply-import.ts'
import { previewImport } from '#domain/imports/preview-import.ts'
import { undoImport } from '#domain/imports/undo-import.ts'
import { OPERATIONS } from './operations.ts'

let desk: ErpDesk
let web: TestApp
beforeAll(async () => {
  desk = await openErpDesk()
  web = desk.web
})
afterAll(() => desk[Symbol.asyncDispose]())

const call = (id: string, asked?: OperationCall) => callOperation(desk, id, asked)

async function send(file: string, query = '') {
  const { body } = await call('createImport', { body: file, query })
  await previewImport(web.deps, body.importId)
  return { importId: body.importId as string }
}

const stateOf = async (at: Record<string, string>) => (await call('getImport', { at })).body.state

describe('a program does with a file what a supplier does on the screen', () => {
  const file = `宝号,叫啥,哪类,几钱\nM-1,柜子,家具,100\nM-2,桌子,啥都行,200\nM-3,椅子,家具,很贵\nM-4,凳子,家具,也贵\n`
  const columns = { 0: 'sku', 1: 'title', 2: 'category', 3: 'price' }
  let at: { importId: string }

  test('is asked what the columns are, when it waits to agree, and answers', async () => {
    at = await send(file)
    const { body } = await call('getImport', { at })
    expect(body).toMatchObject({ state: 'asking', question: { question: 'columns', code: 'missing_column' } })
    const layout = await call('getImportLayout', { at })
    expect(layout.body.columns[2]).toMatchObject({ header: '哪类', field: null, confidence: 'none' })
    await call('chooseImportLayout', { at, body: { choices: { columns }, remember: true } })
    await previewImport(web.deps, at.importId)
    expect(await stateOf(at)).toBe('previewed')
  })

  test('is told, not asked, when it goes in by itself', async () => {
    const unknown = `宝贝号,叫啥,哪类,几钱\nM-9,柜子,家具,100\n`
    const { importId } = await send(unknown, '?commit=auto')
    const { body } = await call('getImport', { at: { importId } })
    expect(body).toMatchObject({ state: 'failed', errorCode: 'missing_column', question: null })
  })

  test('says what a word stands for, and the rows that waited for it are good', async () => {
    const { body } = await call('listImportWords', { at })
    expect(body.words).toMatchObject([{ field: 'category', word: '啥都行', rows: 1, meaning: null }])
    const words = [{ field: 'category', word: '啥都行', meaning: 'furniture' }]
    await call('settleImportWords', { at, body: { words } })
    await previewImport(web.deps, at.importId)
    const { counts, groups } = (await call('getImport', { at })).body
    expect(counts).toMatchObject({ rows: 4, new: 2, errors: 2 })
    expect(groups).toMatchObject([{ code: 'PRICE_NOT_NUMBER', column: '几钱', rows: 2 }])
  })

  test('looks at what would change before it agrees', async () => {
    const { body } = await call('listImportChanges', { at, query: '?limit=1' })
    expect(body.changes).toMatchObject([{ action: 'new', sku: 'M-1', priceFen: '10000' }])
    const second = await call('listImportChanges', { at, query: `?limit=1&cursor=${body.nextCursor}` })
    expect(second.body).toMatchObject({ changes: [{ sku: 'M-2' }], nextCursor: null })
    const none = await call('listImportChanges', { at, query: '?kind=priceUp' })
    expect(none.body.changes).toEqual([])
  })

  test('mends rows in place, by the cell and by the cause, and leaves one out', async () => {
    const failed = await call('listFailedRows', { at })
    expect(failed.body).toMatchObject({ total: 2, columns: ['宝号', '叫啥', '哪类', '几钱'] })
    expect(failed.body.rows[0]).toMatchObject({
      line: 4,
      state: 'open',
      findings: [{ code: 'PRICE_NOT_NUMBER', field: 'priceFen' }],
    })
    const edits = [{ line: 4, columnIndex: 3, value: '300' }]
    const fixed = await call('fixCells', { at, body: { edits } })
    expect(fixed.body.rows).toMatchObject([{ line: 4, state: 'fixed', findings: [] }])
    const action = { kind: 'set', value: '400' }
    const all = await call('fixAll', { at, body: { code: 'PRICE_NOT_NUMBER', column: '几钱', action } })
    expect(all.body).toEqual({ changed: 1, fixed: 1 })
    await call('skipRows', { at, body: { lines: [5], skip: true } })
    const { body } = await call('listFailedRows', { at, query: '?state=skipped' })
    expect(body.rows.map(({ line }: { line: number }) => line)).toEqual([5])
    const findings = await call('listImportErrors', { at })
    expect(findings.body.findings.map(({ field }: { field: string }) => field)).not.toContain(null)
  })

  test('agrees; what became of a piece is told with its file and line; it is in the list', async () => {
    await call('applyImport', { at })
    await applyImport(web.deps, at.importId)
    const { body } = await call('listItems')
    expect(body.items.map(({ sku }: { sku: string }) => sku).toSorted()).toEqual(['M-1', 'M-2', 'M-3'])
    const history = await call('getItemHistory', { at: { sku: 'M-3' } })
    expect(history.body.events).toMatchObject([{ importId: at.importId, importLine: 4, cause: 'api' }])
    const { imports } = (await call('listImports', { query: '?state=applied' })).body
    expect(imports).toMatchObject([{ importId: at.importId, source: 'api', counts: { new: 3 } }])
  })

  test('sees what a full file would leave out, and what taking an import back would do', async () => {
    const full = await send(`商家编码,标题,类目,价格\nM-1,柜子,家具,100\nM-2,桌子,家具,210\n`, '?mode=full')
    const { body } = await call('listImportMissing', { at: full })
    expect(body).toMatchObject({ missing: [{ sku: 'M-3', priceFen: '30000', kept: null }], nextCursor: null })
    await call('cancelImport', { at: full })
    expect((await call('previewUndo', { at })).body).toEqual({ restorable: 3, keptTotal: 0, kept: [] })
    await call('undoImport', { at })
    await undoImport(web.deps, at.importId)
    expect(await stateOf(at)).toBe('undone')
  })

  test('sends the error file back, and only its rows change', async () => {
    const sent = await send(`商家编码,标题,类目,价格\nN-1,柜子,家具,100\nN-2,桌子,家具,很贵\n`)
    await call('applyImport', { at: sent })
    await applyImport(web.deps, sent.importId)
    const { text } = await call('getImportErrorFile', { at: sent })
    const mended = await send(text.replace('很贵', '200'))
    const { body } = await call('getImport', { at: mended })
    expect(body).toMatchObject({ state: 'previewed', source: 'error_file', counts: { rows: 1, new: 1 } })
  })

  test('finds the words to send: categories, fields, and a table that is understood as it is', async () => {
    const { categories } = (await call('listCategories')).body
    expect(categories).toContainEqual(expect.objectContaining({ code: 'furniture', nameEn: 'Furniture' }))
    const { fields } = (await call('listFields')).body
    expect(fields).toContainEqual(expect.objectContaining({ field: 'price', required: true }))
    const template = await call('getTemplate', { at: { category: 'furniture' } })
    expect([template.status, template.type]).toEqual([200, 'text/csv'])
    const filled = template.text.trimEnd().split('\r\n')
    const understood = await send(`${filled[0]}\r\n${filled[1]?.replace(/^[^,]*/, 'T-1')}\r\n`)
    expect(await stateOf(understood)).toBe('previewed')
    expect((await call('getTemplate', { at: { category: 'spaceship' } })).status).toBe(400)
  })
})

describe('a program keeps the sources that we read', () => {
  const settings = {
    name: '总仓',
    mode: 'delta',
    everyMinutes: 10,
    fullHour: null,
    definition: { ...jsonSource('https://erp.example.com/goods'), secret: { token: 'kept to ourselves' } },
  }
  let at: { feedId: string }

  test('names one, reads how it is, settles it anew, and never sees its keys', async () => {
    const made = await call('createFeed', { body: settings })
    expect(made.status, made.text).toBe(201)
    at = made.body
    const { body, text } = await call('getFeed', { at })
    expect(body).toMatchObject({ name: '总仓', state: 'on', hasSecret: true, version: 1 })
    expect(text).not.toContain('kept to ourselves')
    const { secret: _, ...definition } = settings.definition
    const renamed = { version: 1, settings: { ...settings, name: '二仓', definition } }
    expect((await call('updateFeed', { at, body: renamed })).body).toEqual({ version: 2 })
    expect((await call('updateFeed', { at, body: renamed })).body.code).toBe('stale_version')
    const { feeds } = (await call('listFeeds')).body
    expect(feeds).toMatchObject([{ name: '二仓', everyMinutes: 10 }])
  })

  test('reads it now, leaves it alone, goes on, and forgets it', async () => {
    expect((await call('runFeed', { at, query: '?pass=full' })).status).toBe(202)
    expect((await call('listFeedRuns', { at })).body).toEqual({ runs: [], nextCursor: null })
    for (let time = 0; time < 2; time++) expect((await call('pauseFeed', { at })).status).toBe(200)
    const refused = await call('runFeed', { at })
    expect(refused.body).toMatchObject({ code: 'feed_not_on', facts: { state: 'paused' } })
    await call('resumeFeed', { at })
    expect((await call('getFeed', { at })).body.state).toBe('on')
    await call('removeFeed', { at })
    expect((await call('getFeed', { at })).status).toBe(404)
  })

  test('is refused an address that we do not ask, and one with a key in it', async () => {
    const to = (url: string) => call('createFeed', { body: { ...settings, definition: jsonSource(url) } })
    expect((await to('http://10.0.0.1/goods')).body.code).toBe('feed_address_refused')
    expect((await to('https://erp.example.com/goods?token=abc')).body).toMatchObject({
      code: 'feed_key_in_address',
      facts: { name: 'token' },
    })
  })
})

test('whatever names an import, an item or a source is closed to another supplier’s key', async () => {
  const { importId } = await send('商家编码,标题,类目,价格\nZ-1,柜子,家具,100\nZ-2,桌子,家具,贵\n')
  const definition = jsonSource('https://erp.example.com/goods')
  const feed = { name: '别家', mode: 'delta', everyMinutes: 10, fullHour: null, definition }
  const { feedId } = (await call('createFeed', { body: feed })).body
  const at = { importId, feedId, sku: 'M-1' }
  const bodies: Record<string, object> = {
    chooseImportLayout: { choices: { headerRecord: 1 } },
    settleImportWords: { words: [{ field: 'category', word: '贵', meaning: 'furniture' }] },
    fixCells: { edits: [{ line: 3, columnIndex: 3, value: '1' }] },
    fixAll: { code: 'PRICE_NOT_NUMBER', column: '价格', action: { kind: 'skip' } },
    skipRows: { lines: [3], skip: true },
    updateFeed: { version: 1, settings: feed },
  }
  const named = OPERATIONS.filter(({ path }) => /\{(importId|feedId|sku)\}/.test(path))
  expect(named.length).toBeGreaterThan(20)
  for (const { id } of named) {
    const { status, text } = await call(id, { at, body: bodies[id] ?? {}, bearer: desk.strangersKey })
    expect([id, status], text).toEqual([id, 404])
  }
  expect((await call('getImport', { at })).body).toMatchObject({ state: 'previewed', counts: { errors: 1 } })
  expect((await call('getFeed', { at })).body).toMatchObject({ state: 'on', version: 1, name: '别家' })
})
