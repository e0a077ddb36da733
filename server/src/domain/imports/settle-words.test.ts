import { buildParty } from '@haowu/server/test/build-item.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyImport } from './apply-import.ts'
import { listFailedRows } from './list-failed-rows.ts'
import { listWords } from './list-words.ts'
import { readImport } from './read-import.ts'
import { requestApply } from './request-apply.ts'
import { settleWords } from './settle-words.ts'

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

const FILE = '商家编码,标题,类目,价格\nA,柜子,家具,100\nB,被子,床品,50\nC,枕头,床品,无价\nD,杯子,杯壶,20\n'
const WORDS = [{ field: 'category', word: '床品', meaning: 'furniture' }]

async function openApplied() {
  const supplierId = await buildParty(t.db, 'supplier')
  const { importId } = await desk.importFile(supplierId, FILE)
  const scope = { supplierId, importId, memberId: supplierId }
  return {
    scope,
    settle: () => settleWords(desk.deps, { ...scope, words: WORDS }),
    read: () => readImport(t.db, scope),
    async states() {
      const { rows } = await listFailedRows(t.db, { ...scope, limit: 100 })
      return Object.fromEntries(
        rows.map(({ line, state, findings }) => [line, [state, ...findings.map(each => each.code)]]),
      )
    },
  }
}

describe('words settled after the good rows went in', () => {
  test('make good the rows that waited for them alone, which go in with a second yes', async () => {
    const { settle, read, states, scope } = await openApplied()
    await settle()
    expect(await states()).toEqual({
      3: ['fixed'],
      4: ['open', 'PRICE_NOT_NUMBER'],
      5: ['open', 'CATEGORY_UNKNOWN'],
    })
    expect(await read()).toMatchObject({ state: 'applied', counts: { rows: 4, new: 2, errors: 2, fixed: 1 } })
    expect(await listWords(t.db, scope)).toMatchObject([
      { word: '杯壶', rows: 1 },
      { word: '床品', meaning: 'furniture' },
    ])
    await requestApply(desk.deps, scope)
    await applyImport(desk.deps, scope.importId)
    const { rows } = await t.owner.query(
      'SELECT supplier_sku AS sku FROM item WHERE supplier_id = $1 ORDER BY supplier_sku',
      [scope.supplierId],
    )
    expect(rows).toEqual([{ sku: 'A' }, { sku: 'B' }])
  })

  test('said twice count once', async () => {
    const { settle, read } = await openApplied()
    await settle()
    const { counts } = await read()
    await settle()
    expect((await read()).counts).toEqual(counts)
  })

  test('are refused, and not remembered, once the rows are no longer open', async () => {
    const { settle, scope } = await openApplied()
    await t.owner.query("UPDATE item_import SET open_until = app_now() - interval '1 second' WHERE id = $1", [
      scope.importId,
    ])
    await expect(settle()).rejects.toMatchObject({ code: 'import_not_ready' })
    const { rows } = await t.owner.query('SELECT FROM mapping_memory WHERE supplier_id = $1', [
      scope.supplierId,
    ])
    expect(rows).toEqual([])
  })
})
