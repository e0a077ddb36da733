import { Readable } from 'node:stream'
import type { ImportMode } from '@haowu/shared/imports.ts'
import { buildParty, buildRoom } from '@haowu/server/test/build-item.ts'
import { generatePhoneCatalog } from '@haowu/server/test/generate-catalog.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holdForSession } from '#domain/catalog/take-live-hold.ts'
import { applyImport } from './apply-import.ts'
import { listFindings } from './list-findings.ts'
import { listMissing } from './list-missing.ts'
import { previewImport } from './preview-import.ts'
import { readImport } from './read-import.ts'
import { receiveUpload } from './receive-upload.ts'
import { requestApply } from './request-apply.ts'

let t: TestDatabase
let desk: ImportDesk
beforeAll(async () => {
  t = await createTestDatabase()
  desk = openImportDesk(t)
})
afterAll(async () => {
  await desk[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const supplier = () => buildParty(t.db, 'supplier')

async function preview(supplierId: string, content: string, mode: ImportMode) {
  const body = Readable.from([Buffer.from(content)])
  const { importId } = await receiveUpload(desk.deps, {
    supplierId,
    memberId: supplierId,
    fileName: '全量.csv',
    body,
    mode,
  })
  await previewImport(desk.deps, importId)
  return readImport(t.db, { supplierId, importId })
}

async function apply(supplierId: string, importId: string, acceptBrake = false) {
  await requestApply(t, { supplierId, importId, acceptBrake })
  await applyImport(desk.deps, importId)
  return readImport(t.db, { supplierId, importId })
}

async function importAs(mode: ImportMode, supplierId: string, content: string) {
  const { importId } = await preview(supplierId, content, mode)
  return apply(supplierId, importId)
}

const HEADER = '商家编码,标题,类目,价格'
const row = (sku: number, price = 100) => `F-${sku},柜子 ${sku},家具,${price}`
const file = (rows: number, from = 0) =>
  [HEADER, ...Array.from({ length: rows }, (_, at) => row(from + at))].join('\n')

async function states(supplierId: string): Promise<Record<string, number>> {
  const { rows } = await t.owner.query(
    `SELECT state || coalesce(' by ' || withdrawn_by, '') AS state, count(*)::int AS n FROM item
     WHERE supplier_id = $1 GROUP BY 1 ORDER BY 1`,
    [supplierId],
  )
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}

const reasonsOf = ({ brake }: { brake: { reasons: { reason: string }[] } | null }) =>
  brake?.reasons.map(({ reason }) => reason) ?? []

describe('a full file', () => {
  test.each([
    [91, 18, []],
    [89, 22, ['many_missing']],
    [49, 102, ['many_missing', 'file_much_smaller']],
  ] as const)('with %d %% of the rows of the last one', async (percent, missing, reasons) => {
    const supplierId = await supplier()
    await importAs('full', supplierId, file(200))
    const seen = await preview(supplierId, file(percent * 2), 'full')
    expect(seen.counts).toMatchObject({ missing, new: 0, changed: 0, unchanged: percent * 2 })
    expect(reasonsOf(seen)).toEqual(reasons)
    expect(await states(supplierId)).toEqual({ draft: 200 })
    if (reasons.length > 0) {
      const scope = { supplierId, importId: seen.importId }
      await expect(requestApply(t, scope)).rejects.toMatchObject({ code: 'import_braked' })
      expect(await states(supplierId)).toEqual({ draft: 200 })
    }
    expect(await apply(supplierId, seen.importId, true)).toMatchObject({
      state: 'applied',
      counts: { missing },
    })
    expect(await states(supplierId)).toEqual({ draft: percent * 2, 'withdrawn by feed': missing })
    if (reasons.length > 0) {
      const { rows } = await t.owner.query('SELECT action FROM audit_log WHERE subject_id = $1', [
        seen.importId,
      ])
      expect(rows).toEqual([{ action: 'import.brake_accepted' }])
    }
  })

  test.each([
    ['without a row', `${HEADER}\n`, 'no_rows'],
    ['with nothing but example rows', `${HEADER}\n示例-1,柜子,家具,1\n`, 'no_rows'],
    ['whose key column was renamed', file(10).replace('商家编码', '甲乙丙'), null],
  ])('%s takes nothing off', async (_, content, code) => {
    const supplierId = await supplier()
    await importAs('full', supplierId, file(10))
    const seen = await preview(supplierId, content, 'full')
    expect(['failed', 'asking']).toContain(seen.state)
    if (code) expect(seen).toMatchObject({ state: 'failed', errorCode: code })
    expect(await states(supplierId)).toEqual({ draft: 10 })
  })

  test('that was cut within a row takes nothing off, for the last row may be any item', async () => {
    const supplierId = await supplier()
    const whole = file(60)
    await importAs('full', supplierId, whole)
    const cut = whole.slice(0, whole.indexOf('\nF-55') + 4)
    const seen = await preview(supplierId, cut, 'full')
    expect(seen.counts).toMatchObject({ errors: 1, missing: 0, nameless: 1 })
    await apply(supplierId, seen.importId)
    expect(await states(supplierId)).toEqual({ draft: 60 })
  })

  test('counts a refused row as seen, and all of a small catalogue gone as a slip', async () => {
    const supplierId = await supplier()
    await importAs('full', supplierId, file(5))
    const mistyped = await importAs(
      'full',
      supplierId,
      `${HEADER}\n${row(0)}\n${row(1)}\n${row(2)}\n${row(3)}\nF-4,柜子,家具,面议`,
    )
    expect(mistyped.counts).toMatchObject({ errors: 1, missing: 0 })
    const other = await preview(supplierId, file(5, 100), 'full')
    expect(reasonsOf(other)).toEqual(['many_missing'])
  })

  test('speaks only for its own origin', async () => {
    const supplierId = await supplier()
    await importAs('full', supplierId, file(5))
    await t.owner.query('UPDATE item SET feed_source_id = gen_random_uuid() WHERE supplier_id = $1', [
      supplierId,
    ])
    const done = await importAs('full', supplierId, file(5, 10))
    expect(done.counts).toMatchObject({ new: 5, missing: 0 })
    expect(await states(supplierId)).toEqual({ draft: 10 })
  })

  test('brings items back when they are named again, with the same id and report', async () => {
    const supplierId = await supplier()
    const lines = [...generatePhoneCatalog({ rows: 6, inspected: true, seed: 601 })]
    await importAs('full', supplierId, lines.join(''))
    const ids = await t.owner.query('SELECT id, report_id FROM item WHERE supplier_id = $1 ORDER BY id', [
      supplierId,
    ])
    const less = await importAs('full', supplierId, lines.slice(0, 4).join(''))
    expect(less.counts).toMatchObject({ missing: 3 })
    expect(await states(supplierId)).toEqual({ available: 3, 'withdrawn by feed': 3 })
    const again = await importAs('delta', supplierId, lines.join(''))
    expect(again.counts).toMatchObject({ new: 0, changed: 3, returned: 3 })
    expect(await states(supplierId)).toEqual({ available: 6 })
    const after = await t.owner.query('SELECT id, report_id FROM item WHERE supplier_id = $1 ORDER BY id', [
      supplierId,
    ])
    expect(after.rows).toEqual(ids.rows)
  })

  test('leaves what a session holds, and says so', async () => {
    const supplierId = await supplier()
    const lines = [...generatePhoneCatalog({ rows: 4, inspected: true, seed: 602 })]
    await importAs('full', supplierId, lines.join(''))
    const item = await t.db
      .selectFrom('item')
      .selectAll()
      .where('supplierId', '=', supplierId)
      .orderBy('supplierSku', 'desc')
      .executeTakeFirstOrThrow()
    const seen = await preview(supplierId, lines.slice(0, 4).join(''), 'full')
    expect(seen.counts).toMatchObject({ missing: 1 })
    const room = await buildRoom(t.db, { itemId: item.id })
    const until = new Date(Date.now() + 3_600_000)
    await t.db
      .transaction()
      .execute(trx => holdForSession(trx, { itemId: item.id, holdId: room.liveHoldId, until }))
    const done = await apply(supplierId, seen.importId)
    expect(done.counts).toMatchObject({ missing: 0, conflicts: 1 })
    expect(await states(supplierId)).toEqual({ available: 3, live_held: 1 })
    const missing = await listMissing(t.db, { supplierId, importId: done.importId, limit: 10 })
    expect(missing.rows).toMatchObject([{ itemId: item.id, kept: 'held' }])
  })
})

describe('the brake', () => {
  const priced = (rows: number, priceOf: (at: number) => number) =>
    [HEADER, ...Array.from({ length: rows }, (_, at) => row(at, priceOf(at)))].join('\n')
  test.each([
    ['a third of the prices moved', 100, (at: number) => (at < 34 ? 110 : 100), ['many_prices_moved']],
    ['a quarter of the prices moved', 100, (at: number) => (at < 25 ? 110 : 100), []],
    ['prices a hundredfold', 20, () => 10_000, ['prices_look_like_fen']],
    ['prices a third', 20, () => 33, ['prices_shifted']],
    ['one price tripled', 20, (at: number) => (at === 0 ? 350 : 100), []],
  ] as const)('at %s', async (_, rows, priceOf, reasons) => {
    const supplierId = await supplier()
    await importAs('delta', supplierId, file(rows))
    expect(reasonsOf(await preview(supplierId, priced(rows, priceOf), 'delta'))).toEqual(reasons)
  })

  test('at a price that jumps the row is told, and goes in', async () => {
    const supplierId = await supplier()
    await importAs('delta', supplierId, file(3))
    const done = await importAs(
      'delta',
      supplierId,
      [HEADER, row(0, 301), row(1, 300), row(2, 33)].join('\n'),
    )
    const { rows } = await listFindings(t.db, { supplierId, importId: done.importId, limit: 10 })
    expect(rows.map(({ line, code, severity }) => [line, code, severity])).toEqual([
      [2, 'PRICE_JUMP', 'warning'],
      [4, 'PRICE_JUMP', 'warning'],
    ])
    expect(done.counts).toMatchObject({ changed: 3, warnings: 2 })
  })

  test('at a file of the wrong account', async () => {
    const [owner, stranger] = [await supplier(), await supplier()]
    const goods = [...generatePhoneCatalog({ rows: 10, inspected: true, seed: 603 })].join('')
    await importAs('delta', owner, goods)
    expect(reasonsOf(await preview(stranger, goods, 'delta'))).toEqual(['other_suppliers_skus'])
  })
})

describe('a file of prices and stock', () => {
  test('changes only these, of items that are there', async () => {
    const supplierId = await supplier()
    await importAs('delta', supplierId, file(3))
    const done = await importAs(
      'price_stock',
      supplierId,
      '商家编码,标题,价格,库存\nF-0,另一个标题,90,1\nF-1,x,,0\nF-2,x,80,7\nF-9,x,1.5,1\n',
    )
    expect(done.counts).toMatchObject({ new: 0, changed: 2, errors: 2 })
    const { rows } = await listFindings(t.db, { supplierId, importId: done.importId, limit: 10 })
    expect(rows.map(({ line, code }) => [line, code])).toEqual([
      [4, 'QTY_UNIQUE'],
      [5, 'SKU_UNKNOWN'],
    ])
    const items = await t.owner.query(
      'SELECT title, price_fen::int AS price, qty FROM item WHERE supplier_id = $1 ORDER BY supplier_sku',
      [supplierId],
    )
    expect(items.rows).toEqual([
      { title: '柜子 0', price: 9000, qty: 1 },
      { title: '柜子 1', price: 10000, qty: 0 },
      { title: '柜子 2', price: 10000, qty: 1 },
    ])
  })

  test('that says a piece is gone keeps it from every session', async () => {
    const supplierId = await supplier()
    const goods = [...generatePhoneCatalog({ rows: 1, inspected: true, seed: 604 })].join('')
    await importAs('delta', supplierId, goods)
    const item = await t.db
      .selectFrom('item')
      .selectAll()
      .where('supplierId', '=', supplierId)
      .executeTakeFirstOrThrow()
    await importAs('price_stock', supplierId, `商家编码,库存\n${item.supplierSku},0\n`)
    const room = await buildRoom(t.db, { itemId: item.id })
    const until = new Date(Date.now() + 3_600_000)
    await expect(
      t.db
        .transaction()
        .execute(trx => holdForSession(trx, { itemId: item.id, holdId: room.liveHoldId, until })),
    ).rejects.toMatchObject({ code: 'item_unavailable' })
  })
})

test('what the supplier takes off herself stays off until she puts it back', async () => {
  const supplierId = await supplier()
  await importAs('delta', supplierId, file(2))
  const withAction = (word: string) => `${HEADER},操作\n${row(0)},${word}\n`
  await importAs('delta', supplierId, withAction('下架'))
  expect(await states(supplierId)).toEqual({ draft: 1, 'withdrawn by supplier': 1 })
  await importAs('full', supplierId, file(2))
  expect(await states(supplierId)).toEqual({ draft: 1, 'withdrawn by supplier': 1 })
  await importAs('delta', supplierId, withAction('上架'))
  expect(await states(supplierId)).toEqual({ draft: 2 })
})
