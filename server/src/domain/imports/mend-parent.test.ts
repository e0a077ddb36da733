import { Readable } from 'node:stream'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import type { ImportCounts } from '@haowu/shared/imports.ts'
import { parse } from 'csv-parse/sync'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyImport } from './apply-import.ts'
import { fixCells } from './fix-cells.ts'
import { listFailedRows } from './list-failed-rows.ts'
import { previewImport } from './preview-import.ts'
import { readImport } from './read-import.ts'
import { receiveUpload } from './receive-upload.ts'
import { requestApply } from './request-apply.ts'
import { requestUndo } from './request-undo.ts'
import { undoImport } from './undo-import.ts'
import { writeErrorFile } from './write-error-file.ts'

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

const MESSY = [
  '商家编码,标题,类目,价格,备注栏',
  'A,台灯,家电,100,',
  'B,书架,家具,面议,',
  'C,,图书,20,',
  'D,字典,图书,30,甲',
  'D,词典,图书,40,=1+1',
  'E,椅子,家具,无价,丁',
].join('\n')

async function open(file = MESSY) {
  const supplierId = await buildParty(t.db, 'supplier')
  const { importId } = await desk.preview(supplierId, file)
  const parent = { supplierId, importId }
  return {
    ...parent,
    parent,
    apply: (id = importId) => apply({ supplierId, importId: id }),
    read: (id = importId) => readImport(t.db, { supplierId, importId: id }),
    states: () => statesOf(parent),
    errorFile: (id = importId) => download({ supplierId, importId: id }),
    async drop(content: string | Buffer) {
      const body = Readable.from([Buffer.from(content)])
      const file = { supplierId, memberId: supplierId, fileName: '改好.csv', body }
      const { importId: childId } = await receiveUpload(desk.deps, file)
      await previewImport(desk.deps, childId)
      return childId
    },
  }
}

async function apply(scope: { supplierId: string; importId: string }) {
  await requestApply(desk.deps, scope)
  await applyImport(desk.deps, scope.importId)
  return readImport(t.db, scope)
}

async function statesOf(scope: { supplierId: string; importId: string }) {
  const { rows } = await listFailedRows(t.db, { ...scope, limit: 100 })
  return Object.fromEntries(rows.map(({ line, state }) => [line, state]))
}

async function download(scope: { supplierId: string; importId: string }) {
  const { text } = await writeErrorFile(desk.deps, { ...scope, language: 'zh' })
  let file = ''
  for await (const lines of text) file += lines
  return file
}

function expectWhole(counts: ImportCounts) {
  const { rows, new: isNew, changed, unchanged, errors, repeated, ignored, skipped } = counts
  expect(isNew + changed + unchanged + errors + repeated + ignored + skipped).toBe(rows)
  for (const [name, count] of Object.entries(counts)) expect(count, name).toBeGreaterThanOrEqual(0)
}

describe('rows that an error file brought in', () => {
  test('are fixed also when they wanted a column that only the error file has', async () => {
    const {
      apply: applied,
      errorFile,
      drop,
      states,
    } = await open('商家编码,标题,类目,价格\nA,台灯,家电,100\nP-1,小米 14,手机,1899\nP-2,小米 13,手机,1699\n')
    await applied()
    const [head = '', ...rows] = (await errorFile()).trimEnd().split('\r\n')
    const numbers = ['356938035643809', '490154203237518']
    const childId = await drop(
      [`${head},IMEI`, ...rows.map((row, at) => `${row},${numbers[at]}`)].join('\r\n'),
    )
    expect((await applied(childId)).counts).toMatchObject({ new: 2, errors: 0 })
    expect(await states()).toEqual({ 3: 'fixed', 4: 'fixed' })
  })

  test('are fixed in its parent with what was typed, and those it still could not bring in are not', async () => {
    const { apply: applied, errorFile, drop, states, read, parent } = await open()
    await applied()
    const file = await errorFile()
    const childId = await drop(file.replace('面议', '88').replace(',D,词典', ',D2,词典'))
    expect(await states()).toEqual({ 3: 'open', 4: 'open', 5: 'open', 6: 'open', 7: 'open' })
    expect((await applied(childId)).counts).toMatchObject({ new: 3, errors: 2 })
    expect(await states()).toEqual({ 3: 'fixed', 4: 'open', 5: 'fixed', 6: 'fixed', 7: 'open' })
    const { counts, groups, state } = await read()
    expect(counts).toMatchObject({ rows: 6, new: 1, errors: 2, fixed: 3, unchanged: 3 })
    expect([state, groups.map(({ code, rows }) => [code, rows])]).toEqual([
      'applied',
      [
        ['PRICE_NOT_NUMBER', 1],
        ['TITLE_MISSING', 1],
      ],
    ])
    expectWhole(counts)
    const { rows } = await listFailedRows(t.db, { ...parent, limit: 100 })
    expect(rows.map(({ line, patched }) => [line, patched])).toEqual([
      [3, { 3: '88' }],
      [4, {}],
      [5, {}],
      [6, { 0: 'D2' }],
      [7, {}],
    ])
    // Nothing waits in the parent for another yes: the catalogue has it all.
    const staged = await t.owner.query('SELECT count(*)::int AS n FROM import_row WHERE import_id = $1', [
      parent.importId,
    ])
    expect(staged.rows[0].n).toBe(0)
  })

  test('are fixed also when they were mended only in the grid of the error file, and went in with a second yes', async () => {
    const { apply: applied, errorFile, drop, states, supplierId } = await open()
    await applied()
    const childId = await drop((await errorFile()).replace('面议', '88'))
    await applied(childId)
    const child = { supplierId, importId: childId, memberId: supplierId }
    // The third row of the error file is line 4 of it, with 标题 as its fifth column.
    await fixCells(t.db, { ...child, edits: [{ line: 3, columnIndex: 4, value: '童话' }] })
    expect((await states())[4]).toBe('open')
    await applied(childId)
    expect(await states()).toMatchObject({ 3: 'fixed', 4: 'fixed', 7: 'open' })
  })

  test('are fixed also when Excel saved them as a workbook, where a line is a number', async () => {
    const { apply: applied, errorFile, drop, states, read, importId } = await open()
    await applied()
    const cells = parse((await errorFile()).replace('面议', '88'), { bom: true }) as string[][]
    const rows = cells.map(([line = '', ...others]) => [/^\d+$/.test(line) ? Number(line) : line, ...others])
    const childId = await drop(Buffer.from(await writeXlsx({ sheets: [{ name: '改好', rows }] })))
    expect(await read(childId)).toMatchObject({ format: 'xlsx', source: 'error_file', parentId: importId })
    await applied(childId)
    expect(await states()).toMatchObject({ 3: 'fixed', 4: 'open' })
  })

  test('are fixed up to the first file when the error file of an error file comes back', async () => {
    const { apply: applied, errorFile, drop, states, read } = await open()
    await applied()
    const childId = await drop(await errorFile())
    const grandchildId = await drop((await errorFile(childId)).replace('无价', '66'))
    expect(await read(grandchildId)).toMatchObject({ parentId: childId, counts: { new: 1, errors: 4 } })
    await applied(grandchildId)
    expect((await read(childId)).counts).toMatchObject({ errors: 4, fixed: 1 })
    expect(await states()).toEqual({ 3: 'open', 4: 'open', 5: 'open', 6: 'open', 7: 'fixed' })
  })

  test('stand mended when the parent is applied only afterwards, and are not put in twice', async () => {
    const { apply: applied, errorFile, drop, read } = await open()
    const childId = await drop((await errorFile()).replace('面议', '88'))
    await applied(childId)
    expect((await read()).counts).toMatchObject({ new: 1, errors: 4, fixed: 1, unchanged: 1 })
    const { counts } = await applied()
    expect(counts).toMatchObject({ rows: 6, new: 1, changed: 0, errors: 4, fixed: 1, unchanged: 1 })
    expectWhole(counts)
  })

  test('stay to be fixed when the piece was sold meanwhile and keeps what it has', async () => {
    const header = '商家编码,标题,类目,价格\n'
    const { apply: applied, errorFile, drop, supplierId } = await open(`${header}A,台灯,家电,100\n`)
    await applied()
    const { importId } = await desk.importFile(supplierId, `${header}A,台灯,家电,面议\n`)
    const childId = await drop((await errorFile(importId)).replace('面议', '120'))
    await t.owner.query("UPDATE item SET state = 'sold' WHERE supplier_id = $1", [supplierId])
    expect((await applied(childId)).counts).toMatchObject({ changed: 0, conflicts: 1 })
    expect(await statesOf({ supplierId, importId })).toEqual({ 2: 'open' })
  })

  test('are to be fixed again when the error file is taken back, as they stood in the file', async () => {
    const { apply: applied, errorFile, drop, states, supplierId, importId, read } = await open()
    await applied()
    const before = (await read()).counts
    const childId = await drop((await errorFile()).replace('面议', '88'))
    await applied(childId)
    expect(await states()).toMatchObject({ 3: 'fixed', 4: 'open' })
    await requestUndo(t, { supplierId, importId: childId, memberId: supplierId })
    await undoImport(t, childId)
    expect(await states()).toMatchObject({ 3: 'open', 4: 'open' })
    expect((await read()).counts).toMatchObject({ errors: before.errors, fixed: 0 })
    const { rows } = await t.owner.query(
      'SELECT patched FROM import_failed_row WHERE import_id = $1 AND line = 3',
      [importId],
    )
    expect(rows).toEqual([{ patched: null }])
    const again = await drop((await errorFile()).replace('面议', '99'))
    await applied(again)
    expect(await states()).toMatchObject({ 3: 'fixed', 4: 'open' })
  })

  test('stay mended where the piece was changed after the error file came', async () => {
    const { apply: applied, errorFile, drop, states, supplierId } = await open()
    await applied()
    const childId = await drop((await errorFile()).replace('面议', '88'))
    await applied(childId)
    await t.owner.query(
      'UPDATE item SET version = version + 1, price_fen = 7700 WHERE supplier_id = $1 AND import_id = $2',
      [supplierId, childId],
    )
    await requestUndo(t, { supplierId, importId: childId, memberId: supplierId })
    await undoImport(t, childId)
    expect(await states()).toMatchObject({ 3: 'fixed', 4: 'open' })
  })
})
