import { buildParty } from '@haowu/server/test/build-item.ts'
import { generatePhoneCatalog } from '@haowu/server/test/generate-catalog.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
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

const ROWS = 80
/** The first price of every fortieth row moves: two of eighty. */
const [asBefore, moved] = [0, 40].map(priceMoveEvery =>
  [...generatePhoneCatalog({ rows: ROWS, seed: 61, priceMoveEvery })].join(''),
) as [string, string]

const patchesOf = async (supplierId: string) =>
  (
    await t.owner.query('SELECT length(patches) / 12 AS n FROM import_manifest WHERE supplier_id = $1', [
      supplierId,
    ])
  ).rows[0].n

test('a row that could not be taken over is looked at again, though its neighbours patched the manifest', async () => {
  const supplierId = await buildParty(t.db, 'supplier')
  const stand = (state: string) =>
    t.owner.query("UPDATE item SET state = $2 WHERE supplier_id = $1 AND supplier_sku = 'P61-0000040'", [
      supplierId,
      state,
    ])
  await desk.importFile(supplierId, asBefore)
  await stand('on_loan')
  const first = await desk.importFile(supplierId, moved)
  expect(first.counts).toMatchObject({ changed: 1, conflicts: 1, unchanged: ROWS - 2 })
  expect(await patchesOf(supplierId)).toBe(2)
  // A blank line at its end makes it another file that says the same.
  const second = await desk.importFile(supplierId, `${moved}\r\n`)
  expect(second.counts).toMatchObject({ changed: 0, conflicts: 1, unchanged: ROWS - 1 })
  await stand('draft')
  const third = await desk.importFile(supplierId, `${moved}\r\n\r\n`)
  expect(third.counts).toMatchObject({ changed: 1, conflicts: 0, unchanged: ROWS - 1 })
  const back = await desk.importFile(supplierId, `${asBefore}\r\n`)
  expect(back.counts).toMatchObject({ priceDown: 2, changed: 2, unchanged: ROWS - 2 })
  expect(await patchesOf(supplierId)).toBe(2)
})

test('a file of which an eighth changed replaces the manifest, and its patches with it', async () => {
  const supplierId = await buildParty(t.db, 'supplier')
  const more = [...generatePhoneCatalog({ rows: ROWS, seed: 61, priceMoveEvery: 7 })].join('')
  await desk.importFile(supplierId, asBefore)
  await desk.importFile(supplierId, moved)
  expect(await patchesOf(supplierId)).toBe(2)
  expect((await desk.importFile(supplierId, more)).counts).toMatchObject({ priceUp: 11, priceDown: 1 })
  expect(await patchesOf(supplierId)).toBe(0)
  expect((await desk.importFile(supplierId, `${more}\r\n`)).counts).toMatchObject({ unchanged: ROWS })
})
