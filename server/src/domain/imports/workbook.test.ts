import { buildParty } from '@haowu/server/test/build-item.ts'
import { buildZip } from '@haowu/server/test/build-zip.ts'
import { generatePhoneCatalog } from '@haowu/server/test/generate-catalog.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { gzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { writeXlsx, writeXlsxStream } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chooseLayout } from './choose-layout.ts'
import { listFindings } from './list-findings.ts'
import { previewImport } from './preview-import.ts'
import { readImport } from './read-import.ts'
import { readLayout } from './read-layout.ts'
import { cellText } from './read-workbook.ts'

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

type Sheets = Parameters<typeof writeXlsx>[0]['sheets']
const workbook = async (sheets: Sheets) => Buffer.from(await writeXlsx({ sheets }))
const supplier = () => buildParty(t.db, 'supplier')
const HEADER = ['商家编码', '标题', '类目', '价格', 'IMEI']

describe('a workbook', () => {
  test('gives the items that its table as CSV gives', async () => {
    const csv = [...generatePhoneCatalog({ rows: 120, inspected: true, seed: 71 })].join('')
    const rows = parse(csv, { bom: true, relax_column_count: true }) as string[][]
    const [asCsv, asBook] = [await supplier(), await supplier()]
    const first = await desk.preview(asCsv, csv)
    const second = await desk.preview(asBook, await workbook([{ name: '库存', rows }]))
    expect(second.counts).toEqual(first.counts)
    const read = async (importId: string) =>
      (
        await t.owner.query(
          'SELECT supplier_sku, title, price_fen, identity, spec, report FROM import_row WHERE import_id = $1 ORDER BY supplier_sku',
          [importId],
        )
      ).rows
    expect(await read(second.importId)).toEqual(await read(first.importId))
  })

  test('names its rows as Excel does, under title lines, across blank rows and breaks in cells, which stay', async () => {
    const supplierId = await supplier()
    const { importId, counts } = await desk.preview(
      supplierId,
      await workbook([
        {
          name: '库存',
          rows: [
            ['十一月库存'],
            [],
            HEADER,
            ['A', '台\n灯', '家电', 100, null],
            [],
            ['B', '书架', '家具', '面议', null],
          ],
        },
      ]),
    )
    expect(counts).toMatchObject({ rows: 2, new: 1, errors: 1 })
    const { rows } = await listFindings(t.db, { supplierId, importId, limit: 10 })
    expect(rows.map(({ line, code }) => [line, code])).toEqual([[6, 'PRICE_NOT_NUMBER']])
    const staged = await t.owner.query('SELECT line, title FROM import_row WHERE import_id = $1', [importId])
    expect(staged.rows).toEqual([{ line: 4, title: '台\n灯' }])
  })

  test('keeps the fifteen digits of an IMEI, and refuses longer numbers that Excel has already damaged', async () => {
    const supplierId = await supplier()
    const { importId, counts } = await desk.preview(
      supplierId,
      await workbook([
        {
          name: 'Sheet1',
          rows: [
            HEADER,
            ['A', '手机', '手机', 1299.5, 356938035643809],
            [Number('1234567890123456789'), '手机', '手机', 100, 490154203237518],
          ],
        },
      ]),
    )
    expect(counts).toMatchObject({ new: 1, errors: 1 })
    const staged = await t.owner.query('SELECT identity, price_fen FROM import_row WHERE import_id = $1', [
      importId,
    ])
    expect(staged.rows).toEqual([{ identity: 'IMEI:356938035643809', price_fen: 129_950n }])
    const { rows } = await listFindings(t.db, { supplierId, importId, limit: 10 })
    expect(rows[0]).toMatchObject({ line: 3, code: 'SKU_EXCEL_DAMAGED' })
  })

  test('is read by its first visible sheet with something in it, or by the one that is chosen', async () => {
    const supplierId = await supplier()
    const { importId, counts } = await desk.preview(
      supplierId,
      await workbook([
        { name: '旧', hidden: true, rows: [HEADER, ['X', '旧货', '家具', 1, null]] },
        { name: '封面', rows: [] },
        { name: '家具', rows: [HEADER, ['A', '柜子', '家具', 100, null]] },
        { name: '图书', rows: [HEADER, ['B', '字典', '图书', 20, null], ['C', '童话', '图书', 30, null]] },
      ]),
    )
    expect(counts).toMatchObject({ new: 1 })
    expect(await readLayout(desk.deps, { supplierId, importId })).toMatchObject({
      sheets: ['封面', '家具', '图书'],
      sheet: '家具',
    })
    const choice = { supplierId, memberId: supplierId, importId, remember: true }
    await chooseLayout(desk.deps, { ...choice, choices: { sheet: '图书' } })
    await previewImport(desk.deps, importId)
    expect(await readImport(t.db, { supplierId, importId })).toMatchObject({
      state: 'previewed',
      format: 'xlsx',
      counts: { new: 2 },
    })
  })

  test('of ten thousand phones is previewed', async () => {
    const csv = [...generatePhoneCatalog({ rows: 10_000, inspected: true, seed: 72 })].join('')
    const rows = parse(csv, { bom: true, relax_column_count: true }) as string[][]
    const [header = [], ...body] = rows
    const stream = writeXlsxStream(body, { name: '库存', columns: header.map(each => ({ header: each })) })
    const bytes = Buffer.from(await new Response(stream).arrayBuffer())
    const seen = await desk.preview(await supplier(), bytes)
    expect(seen.counts).toMatchObject({ rows: 10_000, new: 10_000, errors: 0 })
  })
})

test.each([
  [356938035643809, '356938035643809'],
  [1299.4999999999998, '1299.5'],
  [0.1 + 0.2, '0.3'],
  [Number('1234567890123456789'), '1.2345678901234568e+18'],
  [new Date(Date.UTC(2026, 0, 5)), '2026-01-05'],
  [new Date(Date.UTC(2026, 0, 5, 9, 30)), '2026-01-05 09:30:00'],
  [new Date(Number.NaN), ''],
  [true, '是'],
  ['#N/A', ''],
  ['两\r\n行\n三', '两\r行\r三'],
  [null, ''],
])('a cell %j is read as %j', (value, text) => {
  expect(cellText(value)).toBe(text)
})

describe('an archive that is no good is refused with its code, and nothing of it is imported', () => {
  test.each<[string, () => Buffer | Promise<Buffer>, string]>([
    ['a ZIP of other things', () => buildZip([{ name: 'readme.txt', content: Buffer.from('hello') }]), 'zip'],
    [
      'cut in the middle',
      async () => (await workbook([{ name: 'a', rows: [HEADER] }])).subarray(0, 900),
      'damaged',
    ],
    [
      'whose sheet swells a thousandfold',
      () => buildZip([{ name: 'xl/workbook.xml', content: Buffer.alloc(300 * 1024 * 1024) }]),
      'bomb',
    ],
    [
      'that lies about its sizes',
      () => buildZip([{ name: 'xl/workbook.xml', content: Buffer.alloc(1024 * 1024), bytes: 10 }]),
      'damaged',
    ],
    [
      'with broken XML',
      () => buildZip([{ name: 'xl/workbook.xml', content: Buffer.from('<workbook') }]),
      'damaged',
    ],
  ])('%s', async (_, make, found) => {
    const supplierId = await supplier()
    const seen = await desk.preview(supplierId, await make())
    expect(seen).toMatchObject({ state: 'failed', errorCode: 'workbook_unreadable', errorFacts: { found } })
    const { rows } = await t.owner.query('SELECT count(*)::int AS n FROM item WHERE supplier_id = $1', [
      supplierId,
    ])
    expect(rows[0].n).toBe(0)
  })
})

test('a workbook with a password is told apart from an old one', async () => {
  const container = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1_016)])
  const encrypted = Buffer.concat([container, Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(200)])
  const supplierId = await supplier()
  await expect(desk.upload(supplierId, encrypted)).rejects.toMatchObject({ code: 'workbook_encrypted' })
  await expect(desk.upload(supplierId, container)).rejects.toMatchObject({
    code: 'not_csv',
    facts: { found: 'xls' },
  })
})

test('a table packed as gzip is the table', async () => {
  const table = Buffer.from('商家编码,标题,类目,价格\nG-1,柜子,家具,100\n')
  const seen = await desk.preview(await supplier(), gzipSync(table))
  expect(seen).toMatchObject({ state: 'previewed', counts: { new: 1 } })
})
