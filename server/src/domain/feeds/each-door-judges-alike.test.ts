import { buildParty } from '@haowu/server/test/build-item.ts'
import { type FeedDesk, jsonSource, openFeedDesk } from '@haowu/server/test/feed-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyImport } from '#domain/imports/apply-import.ts'
import { previewImport } from '#domain/imports/preview-import.ts'
import { receiveUpload } from '#domain/imports/receive-upload.ts'
import { requestApply } from '#domain/imports/request-apply.ts'

let t: TestDatabase
let source: FeedDesk
beforeAll(async () => {
  t = await createTestDatabase()
  source = await openFeedDesk(t)
})
afterAll(async () => {
  await source[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const FIELDS = ['sku', 'title', 'category', 'price', 'qty', 'imei', 'serial', 'photos', 'kind'] as const
const HEADERS = ['商家编码', '标题', '类目', '价格', '库存', 'IMEI', '序列号', '图片', '孤品/现货']
type Cells = Partial<Record<(typeof FIELDS)[number], string>>

/** A cell, what is told of its row, and the price in fen at which it goes in; null for a row that stays out. */
type Case = [cells: Cells, codes: string[], priceFen: string | null]
const IMEI = '356938035643809'
const CASES: Case[] = [
  [{}, [], '10050'],
  [{ sku: '' }, ['SKU_MISSING'], null],
  [{ sku: 'x'.repeat(201) }, ['SKU_TOO_LONG'], null],
  [{ sku: '1.23E+14' }, ['SKU_EXCEL_DAMAGED'], null],
  [{ title: '' }, ['TITLE_MISSING'], null],
  [{ title: '=cmd|calc!A1' }, [], '10050'],
  [{ title: '柜子<script>alert(1)</script>' }, [], '10050'],
  [{ category: '' }, ['CATEGORY_MISSING'], null],
  [{ category: '床品' }, ['CATEGORY_UNKNOWN'], null],
  [{ price: '' }, ['PRICE_MISSING'], null],
  [{ price: '面议' }, ['PRICE_NOT_NUMBER'], null],
  [{ price: '1e3' }, ['PRICE_NOT_NUMBER'], null],
  [{ price: 'NaN' }, ['PRICE_NOT_NUMBER'], null],
  [{ price: '-5' }, ['PRICE_RANGE'], null],
  [{ price: '0' }, ['PRICE_RANGE'], null],
  [{ price: '￥1,299' }, [], '129900'],
  [{ price: '12.9万' }, [], '12900000'],
  [{ price: '１２９９' }, [], '129900'],
  [{ price: '8888' }, ['PRICE_PLACEHOLDER'], '888800'],
  [{ qty: '3' }, ['QTY_UNIQUE'], null],
  [{ qty: '1.5' }, ['QTY_NOT_INTEGER'], null],
  [{ qty: '-1' }, ['QTY_NOT_INTEGER'], null],
  [{ qty: '' }, [], '10050'],
  [{ kind: '大概' }, ['KIND_UNKNOWN'], null],
  [{ imei: IMEI.replace(/9$/, '8') }, ['IMEI_INVALID'], null],
  [{ imei: '35693803564380A' }, ['IMEI_INVALID'], null],
  [{ imei: '000000000000000' }, ['IMEI_INVALID'], null],
  [{ imei: '3.56938E+14' }, ['IMEI_EXCEL_DAMAGED'], null],
  [{ imei: IMEI.slice(0, 14) }, ['IMEI_LENGTH'], '10050'],
  [{ serial: '1.2E+10' }, ['SERIAL_EXCEL_DAMAGED'], null],
  [{ photos: 'javascript:alert(1)' }, ['PHOTO_INVALID'], '10050'],
  [{ photos: 'https://user:key@img.example.com/a.jpg' }, ['PHOTO_INVALID'], '10050'],
]

const rowOf = ([cells]: Case, at: number): Cells => ({
  sku: `S-${at}`,
  title: `柜子 ${at}`,
  category: '家具',
  price: '100.50',
  qty: '1',
  ...cells,
})
const ROWS = CASES.map(rowOf)
const table = () => [HEADERS, ...ROWS.map(row => FIELDS.map(field => row[field] ?? ''))]
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`

async function receive(
  supplierId: string,
  content: string | Buffer,
  how: { source?: 'paste' | 'api'; autoApply?: boolean } = {},
): Promise<string> {
  const { importId } = await receiveUpload(source.desk.deps, {
    supplierId,
    memberId: supplierId,
    fileName: '商品.csv',
    body: (async function* () {
      yield Buffer.from(content)
    })(),
    ...how,
  })
  await previewImport(source.desk.deps, importId)
  if (!how.autoApply) await requestApply(source.desk.deps, { supplierId, importId, acceptBrake: true })
  await applyImport(source.desk.deps, importId)
  return importId
}

async function readFeedOf(supplierId: string): Promise<string> {
  const definition = jsonSource(source.url)
  definition.config.fields = Object.fromEntries(FIELDS.map(field => [field, { path: field }]))
  const feedId = await source.create(supplierId, { definition })
  source.json({ items: ROWS, total: ROWS.length })
  const { importId } = await source.sync(supplierId, feedId)
  if (importId === null) throw new Error('nothing was imported')
  return importId
}

const csv = () =>
  table()
    .map(cells => `${cells.map(quoted).join(',')}\r\n`)
    .join('')

const DOORS: Record<string, (supplierId: string) => Promise<string>> = {
  'a table': supplierId => receive(supplierId, csv()),
  'cells that were pasted': supplierId =>
    receive(
      supplierId,
      table()
        .map(cells => `${cells.join('\t')}\n`)
        .join(''),
      { source: 'paste' },
    ),
  'a workbook': async supplierId =>
    receive(supplierId, Buffer.from(await writeXlsx({ sheets: [{ name: '商品', rows: table() }] }))),
  'a program that looks first': supplierId => receive(supplierId, csv(), { source: 'api' }),
  'a program that does not': supplierId => receive(supplierId, csv(), { source: 'api', autoApply: true }),
  'a source that we read': readFeedOf,
}

describe.each(Object.keys(DOORS))('rows that come by %s', door => {
  test('are each told what is wrong with them, by the same codes, and only the good ones go in', async () => {
    const supplierId = await buildParty(t.db, 'supplier')
    const importId = await DOORS[door]?.(supplierId)
    const { rows: told } = await t.owner.query(
      `SELECT line - min(line) OVER () AS at, array_agg(code ORDER BY code) AS codes FROM (
         SELECT line, code FROM import_error WHERE import_id = $1 UNION ALL SELECT 2, NULL
       ) AS found GROUP BY line`,
      [importId],
    )
    const codesAt = new Map(told.map(({ at, codes }) => [at, codes.filter(Boolean)]))
    const { rows: items } = await t.owner.query(
      'SELECT supplier_sku AS sku, price_fen::text AS price, title FROM item WHERE supplier_id = $1',
      [supplierId],
    )
    const priceOf = new Map(items.map(({ sku, price }) => [sku, price]))
    const seen = CASES.map(([cells], at) => [
      cells,
      codesAt.get(at) ?? [],
      priceOf.get(ROWS[at]?.sku ?? '') ?? null,
    ])
    expect(seen).toEqual(CASES)
    expect(items.find(({ sku }) => sku === 'S-5')?.title).toBe('=cmd|calc!A1')
  })
})
