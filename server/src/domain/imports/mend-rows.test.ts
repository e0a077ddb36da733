import { buildParty } from '@haowu/server/test/build-item.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import type { ImportCounts } from '@haowu/shared/imports.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyImport } from './apply-import.ts'
import { fixAll } from './fix-all.ts'
import { fixCells } from './fix-cells.ts'
import { listFailedRows } from './list-failed-rows.ts'
import { previewImport } from './preview-import.ts'
import { readImport } from './read-import.ts'
import { requestApply } from './request-apply.ts'
import { skipRows } from './skip-rows.ts'

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

const HEADER = '商家编码,标题,类目,价格,备注栏\n'
const MESSY = `${HEADER}A,台灯,家电,100,\nB,书架,家具,面议,\nC,,图书,20,\nD,字典,图书,30,甲\nD,字典,图书,40,乙\nE,椅子,家具,无价,\n`

async function open(file = MESSY) {
  const supplierId = await buildParty(t.db, 'supplier')
  const { importId, counts } = await desk.preview(supplierId, file)
  const scope = { supplierId, importId, memberId: supplierId }
  return {
    ...scope,
    counts,
    scope,
    rows: async () => (await listFailedRows(t.db, { ...scope, limit: 100 })).rows,
    fix: (edits: [line: number, columnIndex: number, value: string][]) =>
      fixCells(t.db, {
        ...scope,
        edits: edits.map(([line, columnIndex, value]) => ({ line, columnIndex, value })),
      }),
    counted: async () => (await readImport(t.db, scope)).counts,
    async apply() {
      await requestApply(desk.deps, scope)
      await applyImport(desk.deps, importId)
      return readImport(t.db, scope)
    },
    async prices() {
      const { rows } = await t.owner.query(
        'SELECT supplier_sku, price_fen FROM item WHERE supplier_id = $1 ORDER BY supplier_sku',
        [supplierId],
      )
      return Object.fromEntries(rows.map(row => [row.supplier_sku, Number(row.price_fen)]))
    },
  }
}

function expectWhole(counts: ImportCounts) {
  const { rows, new: isNew, changed, unchanged, errors, repeated, ignored, skipped } = counts
  expect(isNew + changed + unchanged + errors + repeated + ignored + skipped).toBe(rows)
  for (const [name, count] of Object.entries(counts)) expect(count, name).toBeGreaterThanOrEqual(0)
}

describe('the rows to fix', () => {
  test('stand as in the file, each with what is wrong in which cell', async () => {
    const { rows, counts } = await open()
    expect(counts).toMatchObject({ rows: 6, new: 1, errors: 5 })
    const found = await rows()
    expect(found.map(({ line, findings }) => [line, findings[0]?.code, findings[0]?.columnIndex])).toEqual([
      [3, 'PRICE_NOT_NUMBER', 3],
      [4, 'TITLE_MISSING', 1],
      [5, 'DUPLICATE_SKU', 0],
      [6, 'DUPLICATE_SKU', 0],
      [7, 'PRICE_NOT_NUMBER', 3],
    ])
    expect(found[0]?.cells).toEqual(['B', '书架', '家具', '面议', ''])
  })

  test('name her own columns also for what only the catalogue can tell, and are mended there', async () => {
    const head = '货号,品名,分类,零售价,手机串号,现货数'
    const { fix, rows, scope } = await open(`${head}\nY-1,小米 14,手机,1899,,1\nY-2,柜子,家具,100,,1\n`)
    expect(await rows()).toMatchObject([
      { line: 2, findings: [{ code: 'IMEI_MISSING', column: '手机串号', columnIndex: 4 }] },
    ])
    expect(await fix([[2, 4, '356938035643809']])).toMatchObject([{ state: 'fixed' }])
    await requestApply(desk.deps, scope)
    await applyImport(desk.deps, scope.importId)
    const next = await desk.preview(
      scope.supplierId,
      `${head}\nY-1,小米 14,手机,1899,490154203237518,1\nY-2,柜子,家具,900,,3\n`,
    )
    const told = await listFailedRows(t.db, { ...scope, importId: next.importId, limit: 10 })
    expect(told.rows.map(({ findings }) => findings[0])).toMatchObject([
      { code: 'IDENTITY_CHANGED', column: '手机串号', columnIndex: 4 },
      { code: 'QTY_UNIQUE', column: '现货数', columnIndex: 5 },
    ])
    const dearer = await desk.preview(scope.supplierId, `${head}\nY-2,柜子,家具,900,,1\n`)
    expect(dearer.groups).toMatchObject([
      { code: 'PRICE_JUMP', column: '零售价', examples: [{ cell: 'D2' }] },
    ])
  })

  test('come page by page, by cause and by state, and to nobody else', async () => {
    const { scope } = await open()
    const first = await listFailedRows(t.db, { ...scope, limit: 2 })
    expect(first).toMatchObject({ total: 5, nextCursor: '4' })
    const second = await listFailedRows(t.db, { ...scope, limit: 100, cursor: first.nextCursor ?? '' })
    expect(second.rows.map(row => row.line)).toEqual([5, 6, 7])
    const byCause = await listFailedRows(t.db, { ...scope, code: 'PRICE_NOT_NUMBER', limit: 100 })
    expect(byCause.rows.map(row => row.line)).toEqual([3, 7])
    const stranger = await buildParty(t.db, 'supplier')
    await expect(listFailedRows(t.db, { ...scope, supplierId: stranger, limit: 1 })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('a mended cell', () => {
  test('lets its row in with the next yes, and its writer is on record', async () => {
    const { fix, counted, apply, prices, importId } = await open()
    const [row] = await fix([[3, 3, '88.50']])
    expect(row).toMatchObject({ line: 3, state: 'fixed', findings: [], patched: { 3: '88.50' } })
    expect(await counted()).toMatchObject({ new: 2, errors: 4, fixed: 1 })
    expectWhole(await counted())
    expect(await apply()).toMatchObject({ state: 'applied', counts: { new: 2, errors: 4 } })
    expect(await prices()).toEqual({ A: 10_000, B: 8_850 })
    const { rows } = await t.owner.query(
      'SELECT line, column_index, before, after FROM import_patch WHERE import_id = $1',
      [importId],
    )
    expect(rows).toEqual([{ line: 3, column_index: 3, before: '面议', after: '88.50' }])
  })

  test('that is still wrong says what is wrong now; taken back, the row is as before', async () => {
    const { fix, counted } = await open()
    expect((await fix([[3, 3, '0']]))[0]).toMatchObject({
      state: 'open',
      findings: [{ code: 'PRICE_RANGE' }],
    })
    await fix([[3, 3, '12']])
    expect(await counted()).toMatchObject({ new: 2, errors: 4, fixed: 1 })
    expect((await fix([[3, 3, '面议']]))[0]).toMatchObject({ state: 'open', patched: {} })
    expect(await counted()).toMatchObject({ new: 1, errors: 5, fixed: 0 })
  })

  test('frees the row it clashed with, and two that still clash stay out', async () => {
    const { fix, counted } = await open()
    expect((await fix([[6, 3, '41']])).map(({ line, state }) => [line, state])).toEqual([
      [5, 'open'],
      [6, 'open'],
    ])
    expect((await fix([[6, 0, 'D2']])).map(({ line, state }) => [line, state])).toEqual([
      [5, 'fixed'],
      [6, 'fixed'],
    ])
    expect(await counted()).toMatchObject({ new: 3, errors: 3, fixed: 2 })
    expect(
      (
        await fix([
          [4, 0, 'A'],
          [4, 1, '台灯'],
        ])
      )[0],
    ).toMatchObject({
      line: 4,
      findings: [{ code: 'DUPLICATE_SKU', facts: { otherLine: 2 } }],
    })
  })

  test('that gives a piece the number of another one is told that number, not the code', async () => {
    const identity = 'IMEI:490154203237518'
    const { fix } = await open(
      '商家编码,标题,类目,价格,IMEI\nA,手机,手机,100,490154203237518\nB,手机,手机,面议,490154203237518\n',
    )
    expect((await fix([[3, 3, '90']]))[0]?.findings).toMatchObject([
      { code: 'DUPLICATE_IDENTITY', column: 'IMEI', value: identity, facts: { otherLine: 2 } },
    ])
  })

  test('is refused for a cell there is not, another’s import, and one that is cancelled', async () => {
    const { fix, scope } = await open()
    await expect(fix([[3, 60, 'x']])).rejects.toMatchObject({ code: 'bad_request' })
    await expect(fix([[2, 3, '1']])).rejects.toMatchObject({ code: 'bad_request' })
    const stranger = await buildParty(t.db, 'supplier')
    const edits = [{ line: 3, columnIndex: 3, value: '1' }]
    await expect(fixCells(t.db, { ...scope, supplierId: stranger, edits })).rejects.toMatchObject({
      code: 'not_found',
    })
    await t.owner.query("UPDATE item_import SET state = 'cancelled' WHERE id = $1", [scope.importId])
    await expect(fix([[3, 3, '1']])).rejects.toMatchObject({ code: 'import_not_ready' })
  })
})

describe('one cause', () => {
  test('is settled for all its rows at once', async () => {
    const { scope, counted } = await open()
    const cause = { ...scope, code: 'PRICE_NOT_NUMBER' as const, column: '价格' }
    expect(await fixAll(t.db, { ...cause, action: { kind: 'set', value: '66' } })).toEqual({
      changed: 2,
      fixed: 2,
    })
    expect(await counted()).toMatchObject({ new: 3, errors: 3, fixed: 2 })
  })

  test('can be left out, which frees what it clashed with; taken up again, it names the row that went in', async () => {
    const { scope, counted, rows } = await open()
    await skipRows(t.db, { ...scope, lines: [6], skip: true })
    expect(await counted()).toMatchObject({ new: 2, errors: 3, fixed: 1, skipped: 1 })
    expectWhole(await counted())
    await skipRows(t.db, { ...scope, lines: [6], skip: false })
    expect(await counted()).toMatchObject({ new: 2, errors: 4, fixed: 1, skipped: 0 })
    expect((await rows()).find(row => row.line === 6)).toMatchObject({
      state: 'open',
      findings: [{ code: 'DUPLICATE_SKU', facts: { otherLine: 5 } }],
    })
    const cause = { ...scope, code: 'TITLE_MISSING' as const, column: '标题' }
    expect(await fixAll(t.db, { ...cause, action: { kind: 'skip' } })).toEqual({ changed: 1, fixed: 0 })
    expect((await rows()).find(row => row.line === 4)).toMatchObject({ state: 'skipped' })
  })
})

describe('rows mended after the good ones went in', () => {
  test('go in with a second yes, and are counted once', async () => {
    const { fix, apply, prices, counted } = await open()
    expect(await apply()).toMatchObject({ state: 'applied', counts: { new: 1, errors: 5 } })
    await fix([[3, 3, '88.50']])
    expect(await apply()).toMatchObject({ state: 'applied', counts: { new: 2, errors: 4, fixed: 1 } })
    await fix([[4, 1, '童话']])
    await apply()
    expect(await prices()).toEqual({ A: 10_000, B: 8_850, C: 2_000 })
    expectWhole(await counted())
  })

  test('are open for fourteen days', async () => {
    const { fix, apply, importId } = await open()
    await apply()
    await t.owner.query("UPDATE item_import SET open_until = app_now() - interval '1 second' WHERE id = $1", [
      importId,
    ])
    await expect(fix([[3, 3, '1']])).rejects.toMatchObject({ code: 'import_not_ready' })
  })
})

test('what was mended and left out stands when the file is read again', async () => {
  const { fix, scope, counted, importId } = await open()
  await fix([[3, 3, '88']])
  await skipRows(t.db, { ...scope, lines: [7], skip: true })
  const before = await counted()
  await t.owner.query("UPDATE item_import SET state = 'uploaded' WHERE id = $1", [importId])
  await previewImport(desk.deps, importId)
  expect(await counted()).toEqual(before)
})

test('however rows are mended, the counts are those of a file that said so from the start', async () => {
  const cell = fc.constantFrom('A', 'B', 'C', 'D', '', '面议', '10', '20.5', '台灯')
  const edit = fc.record({
    line: fc.integer({ min: 3, max: 7 }),
    columnIndex: fc.constantFrom(0, 1, 3),
    value: cell,
  })
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async edits => {
      const { fix, counted, scope } = await open()
      for (const { line, columnIndex, value } of edits) await fix([[line, columnIndex, value]])
      const counts = await counted()
      expectWhole(counts)
      const { rows } = await t.owner.query(
        `SELECT (SELECT count(*)::int FROM import_row WHERE import_id = $1) AS staged,
          (SELECT count(*)::int FROM import_failed_row WHERE import_id = $1 AND state = 'open') AS open,
          (SELECT count(DISTINCT supplier_sku)::int FROM import_row WHERE import_id = $1) AS skus`,
        [scope.importId],
      )
      expect(rows[0]).toEqual({ staged: counts.new, open: counts.errors, skus: counts.new })
    }),
    { numRuns: 25 },
  )
})
