import { buildParty } from '@haowu/server/test/build-item.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cellAddress } from './cell-address.ts'

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

test('a cause shows its first three cells as a spreadsheet names them, and how many rows it has in all', async () => {
  const prices = ['100', '面议', '无价', '待定', '电询']
  const file = `商家编码,标题,类目,价格\n${prices.map((price, at) => `S${at},柜子,家具,${price}`).join('\n')}\n`
  const { groups } = await desk.preview(await buildParty(t.db, 'supplier'), file)
  expect(groups).toEqual([
    {
      code: 'PRICE_NOT_NUMBER',
      severity: 'error',
      column: '价格',
      rows: 4,
      examples: [
        { line: 3, column: '价格', cell: 'D3', value: '面议' },
        { line: 4, column: '价格', cell: 'D4', value: '无价' },
        { line: 5, column: '价格', cell: 'D5', value: '待定' },
      ],
      words: [],
      distinctWords: 0,
    },
  ])
})

test('a cause that is a word nobody knows shows the words, those of most rows first, and how many there are', async () => {
  const own = Array.from({ length: 25 }, (_, at) => `怪类${String(at).padStart(2, '0')}`)
  const categories = ['床品', '家具', '床品', '杯壶', '床品', '杯壶', ...own]
  const file = `商家编码,标题,类目,价格\n${categories.map((word, at) => `S${at},物,${word},9`).join('\n')}\n`
  const { groups } = await desk.preview(await buildParty(t.db, 'supplier'), file)
  expect(groups).toMatchObject([{ code: 'CATEGORY_UNKNOWN', rows: 30, distinctWords: 27 }])
  expect(groups[0]?.words).toHaveLength(20)
  expect(groups[0]?.words.slice(0, 3)).toEqual([
    { word: '床品', rows: 3 },
    { word: '杯壶', rows: 2 },
    { word: '怪类00', rows: 1 },
  ])
})

test('a column the file does not have is in no cell', async () => {
  const supplierId = await buildParty(t.db, 'supplier')
  const { groups } = await desk.preview(supplierId, '商家编码,标题,类目,价格\nP,手机,手机,900\n')
  expect(groups).toMatchObject([
    { code: 'IMEI_MISSING', column: 'IMEI', examples: [{ line: 2, column: 'IMEI', cell: null, value: '' }] },
  ])
})

test('the columns after Z have two letters', () => {
  const addresses = [0, 25, 26, 51, 52, 199, 701, 702].map(index => cellAddress(index, 1))
  expect(addresses).toEqual(['A1', 'Z1', 'AA1', 'AZ1', 'BA1', 'GR1', 'ZZ1', 'AAA1'])
})
