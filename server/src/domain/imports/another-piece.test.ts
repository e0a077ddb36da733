import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { buildItem, buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listPreviewedChanges } from './list-changes.ts'
import { readItemHistory } from './read-history.ts'
import { requestUndo } from './request-undo.ts'
import { undoImport } from './undo-import.ts'

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

const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const HEADER = '商家编码,标题,类目,品牌,序列号,价格,质检员,质检日期,稳固性,外观,虫蛀霉变'
const inspected = () => ['王工', today(), '稳固', '无痕', '无']
const row = (sku: string, { category = '家具', serial = '', found = [''] }) =>
  [sku, '北欧实木餐桌', category, '宜木', serial, '500', ...found].join(',')
const file = (...rows: string[]) => [HEADER, ...rows].join('\n')
const itemsOf = (supplierId: string) =>
  t.db
    .selectFrom('item')
    .select(['supplierSku', 'state', 'identity', 'reportId'])
    .where('supplierId', '=', supplierId)
    .orderBy('supplierSku')
    .execute()

test('a piece whose number or category a file fills in or changes is off sale until a report says the same', async () => {
  const supplierId = await buildParty(t.db, 'supplier')
  await buildItem(t.db, { identity: 'SN:宜木:TAKEN01' })
  await desk.importFile(supplierId, file(...['A', 'B', 'C'].map(sku => row(sku, { found: inspected() }))))
  expect((await itemsOf(supplierId)).map(({ state }) => state)).toEqual([
    'available',
    'available',
    'available',
  ])

  // A number of its own, a number that is on offer elsewhere, and another kind of thing.
  const changed = await desk.importFile(
    supplierId,
    file(row('A', { serial: 'OWN0001' }), row('B', { serial: 'TAKEN01' }), row('C', { category: '家电' })),
  )
  expect(changed).toMatchObject({ state: 'applied' })
  const off = { state: 'draft', reportId: null }
  expect(await itemsOf(supplierId)).toMatchObject([
    { ...off, identity: 'SN:宜木:OWN0001' },
    { ...off, identity: 'SN:宜木:TAKEN01' },
    off,
  ])

  // Inspected again under its number it is on offer; the one that bears another's number is set aside.
  await desk.importFile(
    supplierId,
    file(
      row('A', { serial: 'OWN0001', found: inspected() }),
      row('B', { serial: 'TAKEN01', found: inspected() }),
    ),
  )
  expect((await itemsOf(supplierId)).map(({ state }) => state)).toEqual(['available', 'quarantined', 'draft'])
})

/** A, B and C as inspected, and the codes of their reports. */
async function inspectedPieces(supplierId: string) {
  await desk.importFile(supplierId, file(...['A', 'B', 'C'].map(sku => row(sku, { found: inspected() }))))
  return t.db
    .selectFrom('item')
    .innerJoin('report', 'report.id', 'item.reportId')
    .select(['item.id', 'item.state', 'item.identity', 'item.categoryCode', 'report.code'])
    .where('item.supplierId', '=', supplierId)
    .orderBy('supplierSku')
    .execute()
}

test('the preview says what becomes of a piece, fact by fact, and which report it loses', async () => {
  const supplierId = await buildParty(t.db, 'supplier')
  const [first] = await inspectedPieces(supplierId)
  const file = `商家编码,标题,类目,品牌,序列号,价格,颜色,备忘\nA,北欧实木餐桌,家具,宜木,SHOWN001,500,原木,新到\nD,柜子,家具,,,90,,\n`
  const { importId } = await desk.preview(supplierId, file)
  const { rows } = await listPreviewedChanges(t.db, { supplierId, importId, limit: 10 })
  expect(rows.map(({ sku, action }) => [sku, action])).toEqual([
    ['A', 'changed'],
    ['D', 'new'],
  ])
  expect(rows[1]?.changes).toEqual([])
  expect(new Map(rows[0]?.changes.map(({ field, before, after }) => [field, [before, after]]))).toEqual(
    new Map<string, unknown>([
      ['identity', [null, 'SN:宜木:SHOWN001']],
      ['spec', [{}, { color: '原木' }]],
      ['extra', [{}, { 备忘: '新到' }]],
      ['report', [first?.code, null]],
    ]),
  )
})

async function takeBack(supplierId: string, importId: string) {
  await requestUndo(t, { supplierId, importId, memberId: supplierId })
  await undoImport(t, importId)
}

test('taking back the file that made a piece another gives the piece its report back, and the history says so', async () => {
  const supplierId = await buildParty(t.db, 'supplier')
  const before = await inspectedPieces(supplierId)
  // The last is inspected again under its number by the same file: that report, and the number it names, stay.
  const changed = await desk.importFile(
    supplierId,
    file(
      row('A', { serial: 'BACK0001' }),
      row('B', { category: '家电' }),
      row('C', { serial: 'BACK0003', found: inspected() }),
    ),
  )
  await takeBack(supplierId, changed.importId)

  const after = await t.db
    .selectFrom('item')
    .leftJoin('report', 'report.id', 'item.reportId')
    .select(['item.id', 'item.state', 'item.identity', 'item.categoryCode', 'report.code'])
    .where('item.supplierId', '=', supplierId)
    .orderBy('supplierSku')
    .execute()
  expect(after.slice(0, 2)).toEqual(before.slice(0, 2))
  expect(after[2]).toMatchObject({ state: 'available', identity: 'SN:宜木:BACK0003' })
  expect(after[2]?.code).not.toBe(before[2]?.code)
  const history = await readItemHistory(t.db, { supplierId, itemId: before[0]?.id ?? '', limit: 5 })
  const report = { field: 'report', before: before[0]?.code, after: null }
  expect(history.rows[1]?.changes).toContainEqual(report)
  expect(history.rows[0]?.changes).toContainEqual({ ...report, before: null, after: before[0]?.code })
})
