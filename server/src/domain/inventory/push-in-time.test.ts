import { buildParty } from '@haowu/server/test/build-item.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readImport } from '#domain/imports/read-import.ts'
import { pushRows } from './push-rows.ts'

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

test('a push that somebody’s lock holds up is answered in time without results, and goes in afterwards', async () => {
  const supplierId = await buildParty(t.db, 'supplier')
  await desk.importFile(supplierId, '商家编码,标题,类目,价格\nA,台灯,家电,100.00\n')
  const row = new Map([
    ['sku', 'A'],
    ['price', '101.00'],
  ])
  const push = { supplierId, memberId: supplierId, mode: 'price_stock', rows: [row] } as const
  const locker = await t.owner.connect()
  let importId: string
  try {
    await locker.query('BEGIN')
    await locker.query('SELECT FROM item WHERE supplier_id = $1 FOR UPDATE', [supplierId])
    const answered = await pushRows(desk.deps, { ...push, answerWithinMs: 300 })
    expect(answered).toMatchObject({ results: null, braked: false })
    expect(['uploaded', 'previewing', 'applying']).toContain(answered.state)
    importId = answered.importId
  } finally {
    await locker.query('ROLLBACK')
    locker.release()
  }
  const later = () => readImport(t.db, { supplierId, importId })
  await vi.waitFor(async () => expect((await later()).state).toBe('applied'), { timeout: 15_000 })
  expect((await later()).counts).toMatchObject({ changed: 1 })
})
