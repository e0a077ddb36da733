import { CATEGORY_CODES } from '@haowu/shared/catalog.ts'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { generateBagCatalog, generatePhoneCatalog } from '@haowu/server/test/generate-catalog.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyImport } from './apply-import.ts'
import { buildTemplate } from './build-template.ts'
import { cancelImport } from './cancel-import.ts'
import type { ImportDeps } from './import-run.ts'
import { listFindings } from './list-findings.ts'
import { previewImport } from './preview-import.ts'
import { readImport } from './read-import.ts'
import { requestApply } from './request-apply.ts'
import { writeErrorFile } from './write-error-file.ts'

let t: TestDatabase
let desk: ImportDesk
let deps: ImportDeps
beforeAll(async () => {
  t = await createTestDatabase()
  desk = openImportDesk(t)
  deps = desk.deps
})
afterAll(async () => {
  await desk[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const upload: ImportDesk['upload'] = (...args) => desk.upload(...args)
const preview: ImportDesk['preview'] = (...args) => desk.preview(...args)
const importFile: ImportDesk['importFile'] = (...args) => desk.importFile(...args)
const supplier = () => buildParty(t.db, 'supplier')
const catalog = (wishes: Parameters<typeof generatePhoneCatalog>[0]) =>
  [...generatePhoneCatalog(wishes)].join('')

describe('an inspected catalogue', () => {
  test('becomes offered items with signed reports, and the same file again is the same import', async () => {
    const supplierId = await supplier()
    const file = catalog({ rows: 300, inspected: true, seed: 11 })
    const done = await importFile(supplierId, file)
    expect(done).toMatchObject({
      state: 'applied',
      counts: { rows: 300, new: 300, errors: 0, withReport: 300 },
    })
    const { rows } = await t.owner.query(
      `SELECT item.state, count(*)::int AS n, count(report.signature)::int AS signed FROM item
       JOIN report ON report.id = item.report_id AND report.state = 'published' WHERE item.supplier_id = $1 GROUP BY 1`,
      [supplierId],
    )
    expect(rows).toEqual([{ state: 'available', n: 300, signed: 300 }])
    expect(await upload(supplierId, file)).toEqual({ importId: done.importId, repeated: true })
  })

  test('with one line more changes one item and rewrites none', async () => {
    const supplierId = await supplier()
    const file = catalog({ rows: 200, inspected: true, seed: 12 })
    await importFile(supplierId, file)
    const before = await t.owner.query(
      'SELECT max(version) AS v, max(updated_at) AS at FROM item WHERE supplier_id = $1',
      [supplierId],
    )
    const more = await importFile(
      supplierId,
      file + catalog({ rows: 201, inspected: true, seed: 12 }).split('\r\n').at(-2) + '\r\n',
    )
    expect(more.counts).toMatchObject({ rows: 201, new: 1, changed: 0, unchanged: 200 })
    const after = await t.owner.query(
      'SELECT max(version) AS v, max(updated_at) AS at FROM item WHERE supplier_id = $1 AND import_line <= 201',
      [supplierId],
    )
    expect(after.rows[0].v).toEqual(before.rows[0].v)
  })

  test('with moved prices counts ups, keeps history, and going back to the old file is a change again', async () => {
    const supplierId = await supplier()
    const file = catalog({ rows: 100, inspected: true, seed: 13 })
    const moved = catalog({ rows: 100, inspected: true, seed: 13, priceMoveEvery: 10 })
    await importFile(supplierId, file)
    const up = await preview(supplierId, moved)
    expect(up.counts).toMatchObject({ new: 0, changed: 10, priceUp: 10, priceDown: 0, unchanged: 90 })
    await requestApply(deps, { supplierId, importId: up.importId })
    await applyImport(deps, up.importId)
    const back = await importFile(supplierId, file)
    expect(back.importId).not.toBe(up.importId)
    expect(back.counts).toMatchObject({ changed: 10, unchanged: 90 })
    const { rows } = await t.owner.query(
      `SELECT before->>'priceFen' AS before, after->>'priceFen' AS after FROM item_history
       JOIN item ON item.id = item_id WHERE supplier_id = $1 AND supplier_sku = 'P13-0000000' ORDER BY item_history.version`,
      [supplierId],
    )
    expect(rows).toHaveLength(2)
    expect(Number(rows[0].after) - Number(rows[0].before)).toBe(1000)
    expect(rows[1].after).toBe(rows[0].before)
    const reports = await t.owner.query('SELECT max(version) AS v FROM report WHERE supplier_id = $1', [
      supplierId,
    ])
    expect(reports.rows[0].v).toBe(1)
  })

  test('with its columns in another order changes nothing', async () => {
    const supplierId = await supplier()
    const lines = catalog({ rows: 30, inspected: true, seed: 14 })
      .slice(1)
      .split('\r\n')
      .filter(line => line && !line.includes('"'))
    await importFile(supplierId, lines.join('\r\n'))
    const turned = lines.map(line => line.split(',').reverse().join(',')).join('\r\n')
    const again = await preview(supplierId, turned)
    expect(again.counts).toMatchObject({ new: 0, changed: 0, errors: 0 })
    expect(again.counts.unchanged).toBe(again.counts.rows)
  })
})

test('bags are imported by their own template', async () => {
  const supplierId = await supplier()
  const done = await importFile(supplierId, [...generateBagCatalog({ rows: 50 })].join(''))
  expect(done.counts).toMatchObject({ rows: 50, new: 50, withReport: 50, errors: 0 })
})

test('ten thousand phones are counted exactly', async () => {
  const supplierId = await supplier()
  const started = performance.now()
  const seen = await preview(supplierId, catalog({ rows: 10_000, seed: 15, inspected: true }))
  expect(seen.counts).toMatchObject({ rows: 10_000, new: 10_000, errors: 0 })
  expect(performance.now() - started).toBeLessThan(10_000)
})

describe('blank and absent', () => {
  test('cells leave what stands; only given values change it', async () => {
    const supplierId = await supplier()
    await importFile(supplierId, '商家编码,标题,类目,价格,品牌,发货地\nA-1,柜子,家具,100,宜家,苏州\n')
    await importFile(supplierId, '商家编码,标题,类目,价格,品牌\nA-1,柜子,家具,90,\n')
    const { rows } = await t.owner.query(
      'SELECT price_fen, brand, ship_from FROM item WHERE supplier_id = $1',
      [supplierId],
    )
    expect(rows).toEqual([{ price_fen: 9000n, brand: '宜家', ship_from: '苏州' }])
  })
})

describe('the template', () => {
  test.each(CATEGORY_CODES.flatMap(category => [[category, 'zh-CN'] as const, [category, 'en'] as const]))(
    '%s in %s is accepted as it comes, its example rows passed over',
    async (category, language) => {
      const seen = await preview(await supplier(), buildTemplate(category, language))
      expect(seen).toMatchObject({ state: 'previewed', counts: { rows: 2, ignored: 2, errors: 0, new: 0 } })
      expect(seen.mapping?.columns.filter(column => column.field === null)).toEqual([])
    },
  )

  test.each(CATEGORY_CODES)('%s shows rows that would be accepted', async category => {
    const filled = buildTemplate(category, 'zh-CN')
      .replaceAll('示例-', 'REAL-')
      .replaceAll('2026-11-01', new Date().toISOString().slice(0, 10))
    const seen = await preview(await supplier(), filled)
    expect(seen.groups).toEqual([])
    expect(seen.counts).toMatchObject({ new: 2, withReport: 2 })
  })
})

describe('rows that cannot go in', () => {
  const header = '编码,商品标题,商品类目,售价（元）,IMEI,数量'.replace('编码', '货号')
  const rowOf = (more: Partial<Record<'sku' | 'title' | 'category' | 'price' | 'imei' | 'qty', string>>) => {
    const row = {
      sku: 'X-1',
      title: '手机',
      category: '手机',
      price: '100',
      imei: '356938035643809',
      qty: '1',
      ...more,
    }
    return [row.sku, row.title, row.category, row.price, row.imei, row.qty].join(',')
  }
  test.each([
    ['SKU_MISSING', { sku: '' }, '货号'],
    ['SKU_EXCEL_DAMAGED', { sku: '1.23E+14' }, '货号'],
    ['TITLE_MISSING', { title: ' ' }, '商品标题'],
    ['CATEGORY_UNKNOWN', { category: '床品件套' }, '商品类目'],
    ['PRICE_MISSING', { price: '' }, '售价（元）'],
    ['PRICE_NOT_NUMBER', { price: '面议' }, '售价（元）'],
    ['PRICE_NOT_NUMBER', { price: '1e3' }, '售价（元）'],
    ['PRICE_NOT_NUMBER', { price: 'NaN' }, '售价（元）'],
    ['PRICE_RANGE', { price: '0' }, '售价（元）'],
    ['PRICE_RANGE', { price: '-5' }, '售价（元）'],
    ['IMEI_INVALID', { imei: '356938035643808' }, 'IMEI'],
    ['IMEI_EXCEL_DAMAGED', { imei: '3.56938E+14' }, 'IMEI'],
    ['IMEI_EXCEL_DAMAGED', { imei: '356938000000000' }, 'IMEI'],
    ['IMEI_MISSING', { imei: '' }, 'IMEI'],
    ['QTY_NOT_INTEGER', { qty: '1.5' }, '数量'],
    ['QTY_UNIQUE', { qty: '3' }, '数量'],
  ] as const)('%s for %j', async (code, cells, column) => {
    const supplierId = await supplier()
    const { importId, counts } = await preview(supplierId, `${header}\n${rowOf(cells)}\n`)
    const { rows } = await listFindings(t.db, { supplierId, importId, limit: 10 })
    expect(rows).toEqual([expect.objectContaining({ code, column, line: 2, severity: 'error' })])
    expect(counts).toMatchObject({ rows: 1, errors: 1, new: 0 })
  })

  test('a row refused for its price says which SKU it is about', async () => {
    const supplierId = await supplier()
    const { importId } = await preview(supplierId, `${header}\n${rowOf({ sku: ' Ｘ-9 ', price: '面议' })}\n`)
    const { rows } = await listFindings(t.db, { supplierId, importId, limit: 10 })
    expect(rows).toMatchObject([
      { code: 'PRICE_NOT_NUMBER', sku: 'X-9' },
      { code: 'CHARACTERS_REMOVED', facts: { read: 'X-9' } },
    ])
  })

  test.each([
    ['￥1299.00', 129_900n],
    ['"￥1,299.00"', 129_900n],
    ['１２９９', 129_900n],
    ['1299元', 129_900n],
    ['1.2万', 1_200_000n],
  ])('a price written %s is read exactly', async (price, fen) => {
    const supplierId = await supplier()
    await importFile(supplierId, `${header}\n${rowOf({ price })}\n`)
    const { rows } = await t.owner.query('SELECT price_fen FROM item WHERE supplier_id = $1', [supplierId])
    expect(rows).toEqual([{ price_fen: fen }])
  })

  test('two rows of one SKU are both refused, each naming the other; a repeated row is taken once', async () => {
    const supplierId = await supplier()
    const lines = [
      rowOf({}),
      rowOf({ price: '200' }),
      rowOf({ sku: 'X-2', imei: '490154203237518' }),
      rowOf({ sku: 'X-2', imei: '490154203237518' }),
    ]
    const seen = await preview(supplierId, [header, ...lines].join('\n'))
    expect(seen.counts).toMatchObject({ rows: 4, errors: 2, new: 1, repeated: 1 })
    const { rows } = await listFindings(t.db, { supplierId, importId: seen.importId, limit: 10 })
    expect(rows.map(({ line, code, facts }) => [line, code, facts.otherLine])).toEqual([
      [2, 'DUPLICATE_SKU', 3],
      [3, 'DUPLICATE_SKU', 2],
    ])
  })

  test('a SKU known from last time that stands twice with two prices is refused twice, not halfway applied', async () => {
    const supplierId = await supplier()
    await importFile(supplierId, [header, rowOf({})].join('\n'))
    const seen = await preview(supplierId, [header, rowOf({}), rowOf({ price: '200' })].join('\n'))
    expect(seen.counts).toMatchObject({ rows: 2, errors: 2, changed: 0, unchanged: 0 })
  })

  test('one piece under two SKUs is refused on both lines', async () => {
    const seen = await preview(await supplier(), [header, rowOf({}), rowOf({ sku: 'X-9' })].join('\n'))
    expect(seen.counts).toMatchObject({ errors: 2, new: 0 })
    expect(seen.groups).toMatchObject([{ code: 'DUPLICATE_IDENTITY', rows: 2 }])
  })

  test('come back in the supplier’s own columns, and the mended file is accepted with its three extra columns', async () => {
    const supplierId = await supplier()
    const seen = await preview(
      supplierId,
      [header, rowOf({}), rowOf({ sku: '=cmd', imei: '490154203237518', price: '面议' })].join('\n'),
    )
    const { text } = await writeErrorFile(deps, { supplierId, importId: seen.importId, language: 'zh' })
    let file = ''
    for await (const line of text) file += line
    expect(file).toContain('行号,错误,怎么改,货号,商品标题')
    expect(file).toContain('3,售价（元）: 价格不是数字,')
    expect(file).toContain(",'=cmd,")
    const mended = await importFile(supplierId, file.replace('面议', '150'))
    expect(mended.counts).toMatchObject({ rows: 1, new: 1, errors: 0 })
    const { rows } = await t.owner.query('SELECT supplier_sku FROM item WHERE supplier_id = $1', [supplierId])
    expect(rows).toEqual([{ supplier_sku: '=cmd' }])
  })
})

describe('an import is one, whoever presses what', () => {
  test('ten uploads of the same bytes at once are one import', async () => {
    const supplierId = await supplier()
    const file = catalog({ rows: 50, seed: 16 })
    const received = await Promise.all(Array.from({ length: 10 }, () => upload(supplierId, file)))
    expect(new Set(received.map(({ importId }) => importId)).size).toBe(1)
    expect(received.filter(({ repeated }) => !repeated)).toHaveLength(1)
    const { rows } = await t.owner.query(
      "SELECT count(*)::int AS n FROM outbox WHERE payload->>'importId' = $1",
      [received[0]?.importId],
    )
    expect(rows[0].n).toBe(1)
  })

  test('previewed and applied by five workers at once, it stands once', async () => {
    const supplierId = await supplier()
    const { importId } = await upload(supplierId, catalog({ rows: 500, seed: 17, inspected: true }))
    await Promise.allSettled(Array.from({ length: 5 }, () => previewImport(deps, importId)))
    await previewImport(deps, importId)
    expect(await readImport(t.db, { supplierId, importId })).toMatchObject({
      state: 'previewed',
      counts: { new: 500 },
    })
    await Promise.all([1, 2, 3].map(() => requestApply(deps, { supplierId, importId })))
    await Promise.allSettled(Array.from({ length: 5 }, () => applyImport(deps, importId)))
    await applyImport(deps, importId)
    expect(await readImport(t.db, { supplierId, importId })).toMatchObject({
      state: 'applied',
      counts: { new: 500 },
    })
    const { rows } = await t.owner.query('SELECT count(*)::int AS n FROM report WHERE supplier_id = $1', [
      supplierId,
    ])
    expect(rows[0].n).toBe(500)
    const staged = await t.owner.query('SELECT count(*)::int AS n FROM import_row WHERE import_id = $1', [
      importId,
    ])
    expect(staged.rows[0].n).toBe(0)
  })

  test('cancelled while it is previewed, it stays cancelled and leaves nothing staged', async () => {
    const supplierId = await supplier()
    const { importId } = await upload(supplierId, catalog({ rows: 5_000, seed: 18 }))
    const running = previewImport(deps, importId)
    await cancelImport(deps, { supplierId, importId })
    await running
    expect((await readImport(t.db, { supplierId, importId })).state).toBe('cancelled')
    const staged = await t.owner.query('SELECT count(*)::int AS n FROM import_row WHERE import_id = $1', [
      importId,
    ])
    expect(staged.rows[0].n).toBe(0)
    await expect(requestApply(deps, { supplierId, importId })).rejects.toMatchObject({
      code: 'import_not_ready',
    })
  })

  test('another supplier can neither see, apply nor cancel it', async () => {
    const [supplierId, stranger] = [await supplier(), await supplier()]
    const { importId } = await preview(supplierId, catalog({ rows: 3, seed: 19 }))
    const mine = { supplierId: stranger, importId }
    await expect(readImport(t.db, mine)).rejects.toMatchObject({ code: 'not_found' })
    await expect(requestApply(deps, mine)).rejects.toMatchObject({ code: 'not_found' })
    await expect(cancelImport(deps, mine)).rejects.toMatchObject({ code: 'not_found' })
    await expect(writeErrorFile(deps, { ...mine, language: 'zh' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('a crash of the database that empties the staging is noticed, and the file is read again', async () => {
    const supplierId = await supplier()
    const { importId } = await preview(supplierId, catalog({ rows: 40, seed: 20 }))
    await t.owner.query('TRUNCATE import_row, import_staged_manifest')
    await requestApply(deps, { supplierId, importId })
    await applyImport(deps, importId)
    expect(await readImport(t.db, { supplierId, importId })).toMatchObject({
      state: 'applied',
      counts: { new: 40 },
    })
  })

  test('an older preview applied after a newer file is compared anew, so that its skipped rows are not lost', async () => {
    const supplierId = await supplier()
    const [low, high] = [catalog({ rows: 20, seed: 21 }), catalog({ rows: 20, seed: 21, priceMoveEvery: 1 })]
    await importFile(supplierId, low)
    const old = await preview(supplierId, `${low}\r\n`)
    expect(old.counts).toMatchObject({ unchanged: 20, changed: 0 })
    await importFile(supplierId, high)
    await requestApply(deps, { supplierId, importId: old.importId })
    await applyImport(deps, old.importId)
    expect((await readImport(t.db, { supplierId, importId: old.importId })).counts).toMatchObject({
      changed: 20,
    })
  })
})
