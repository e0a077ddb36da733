import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { buildItem, buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'

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
