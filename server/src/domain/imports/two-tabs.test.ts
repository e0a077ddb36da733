import { buildParty } from '@haowu/server/test/build-item.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DomainError } from '#domain/domain-error.ts'
import { applyImport } from './apply-import.ts'
import { type CellEdit, fixCells } from './fix-cells.ts'
import { listFailedRows } from './list-failed-rows.ts'
import { readImport } from './read-import.ts'
import { requestApply } from './request-apply.ts'

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

const ROWS = 12
const LINES = Array.from({ length: ROWS }, (_, at) => at + 3)
const [TITLE, PRICE] = [1, 3]

/** One good row, and rows without title and price, so that each needs two edits. */
async function open() {
  const supplierId = await buildParty(t.db, 'supplier')
  const bad = LINES.map(line => `S${line},,家具,面议`)
  const { importId } = await desk.preview(
    supplierId,
    ['商家编码,标题,类目,价格', 'A,台灯,家电,100', ...bad].join('\n'),
  )
  const scope = { supplierId, importId, memberId: supplierId }
  const accepted: CellEdit[] = []
  return {
    scope,
    accepted,
    /** One edit after another; what is refused because the rows are going in just now is not counted on. */
    async tab(edits: CellEdit[]) {
      for (const edit of edits) {
        try {
          await fixCells(t.db, { ...scope, edits: [edit] })
          accepted.push(edit)
        } catch (error) {
          if (!(error instanceof DomainError && error.code === 'import_not_ready')) throw error
        }
      }
    },
    async apply() {
      await requestApply(desk.deps, scope)
      await applyImport(desk.deps, importId)
    },
  }
}

type Opened = Awaited<ReturnType<typeof open>>

/** Every edit that was answered is written down, each over the one before, and the last one stands in its cell. */
async function expectNothingLost({ scope, accepted }: Opened) {
  const { rows: written } = await t.owner.query(
    'SELECT line, column_index AS "columnIndex", before, after FROM import_patch WHERE import_id = $1',
    [scope.importId],
  )
  const texts = (edits: CellEdit[]) =>
    edits.map(({ line, columnIndex, value }) => `${line} ${columnIndex} ${value}`).sort()
  expect(texts(written.map(({ after, ...cell }) => ({ ...cell, value: after })))).toEqual(texts(accepted))
  const { rows } = await listFailedRows(t.db, { ...scope, limit: 100 })
  const byCell = Map.groupBy(written, ({ line, columnIndex }) => `${line} ${columnIndex}`)
  for (const patches of byCell.values()) {
    const { line, columnIndex } = patches[0]
    const row = rows.find(each => each.line === line)
    let stands: string = row?.cells[columnIndex] ?? ''
    const next = new Map(patches.map(({ before, after }) => [before, after]))
    for (let step = 0; step < patches.length; step++) stands = next.get(stands)
    expect(row?.patched[columnIndex]).toBe(stands)
  }
  return rows
}

/** The counts of the whole file are those of the tables behind them. */
async function expectExact({ scope }: Opened) {
  const { counts, state } = await readImport(t.db, scope)
  const { rows } = await t.owner.query(
    `SELECT count(*) FILTER (WHERE state = 'open')::int AS errors, count(*) FILTER (WHERE state = 'fixed')::int AS fixed,
      (SELECT count(*)::int FROM import_row WHERE import_id = $1) AS staged,
      (SELECT count(*)::int FROM item WHERE supplier_id = $2) AS items
     FROM import_failed_row WHERE import_id = $1`,
    [scope.importId, scope.supplierId],
  )
  const [{ errors, fixed, staged, items }] = rows
  expect(counts).toMatchObject({ rows: ROWS + 1, errors, fixed, skipped: 0 })
  expect(counts.new + counts.changed + counts.unchanged + counts.errors).toBe(counts.rows)
  // What is staged beside what is in: the same piece may be in both when it was mended again after it went in.
  if (state === 'previewed') expect(counts.new).toBe(staged)
  return { counts, staged, items }
}

const titles = (tab: string) => LINES.map(line => ({ line, columnIndex: TITLE, value: `${tab}${line}` }))
const prices = (offset: number) =>
  LINES.map(line => ({ line, columnIndex: PRICE, value: String(offset + line) }))

describe('two tabs that mend rows of the same import at once', () => {
  test('on different rows lose nothing, and the counts are exact', async () => {
    const opened = await open()
    const half = (edits: CellEdit[], odd: number) => edits.filter(({ line }) => line % 2 === odd)
    await Promise.all([0, 1].map(odd => opened.tab([...half(titles('柜'), odd), ...half(prices(100), odd)])))
    expect(opened.accepted).toHaveLength(2 * ROWS)
    await expectNothingLost(opened)
    expect((await expectExact(opened)).counts).toMatchObject({ new: ROWS + 1, errors: 0, fixed: ROWS })
  })

  test('on the same rows keep each other’s cells; on the same cell the later one stands over the earlier', async () => {
    const opened = await open()
    await Promise.all([
      opened.tab([...titles('甲'), ...prices(100)]),
      opened.tab([...prices(200), ...titles('乙')].reverse()),
      opened.tab(prices(300)),
    ])
    expect(opened.accepted).toHaveLength(5 * ROWS)
    const rows = await expectNothingLost(opened)
    expect(rows.every(({ state, patched }) => state === 'fixed' && patched[TITLE] && patched[PRICE])).toBe(
      true,
    )
    expect((await expectExact(opened)).counts).toMatchObject({ new: ROWS + 1, errors: 0, fixed: ROWS })
  })

  test('while the good rows go in lose no edit that was answered, and all of them go in with the next yes', async () => {
    const opened = await open()
    const [left, right] = [titles('甲'), prices(100)]
    await Promise.all([opened.tab(left), opened.tab(right), opened.apply()])
    await expectNothingLost(opened)
    await expectExact(opened)
    // Those that were refused meanwhile are typed again; one row is left, so that the file stays open.
    const done = new Set(opened.accepted.map(({ line, columnIndex }) => `${line} ${columnIndex}`))
    const again = [...left, ...right].filter(
      ({ line, columnIndex }) => line !== LINES.at(-1) && !done.has(`${line} ${columnIndex}`),
    )
    await Promise.all([opened.tab(again), opened.apply()])
    await opened.apply()
    const rows = await expectNothingLost(opened)
    const { staged } = await expectExact(opened)
    expect(staged).toBe(0)
    const { rows: items } = await t.owner.query(
      `SELECT supplier_sku AS sku, title, (price_fen / 100)::text AS price FROM item
       WHERE supplier_id = $1 AND supplier_sku <> 'A'`,
      [opened.scope.supplierId],
    )
    const fixed = rows.filter(({ state }) => state === 'fixed')
    expect(new Map(items.map(({ sku, title, price }) => [sku, [title, price]]))).toEqual(
      new Map(fixed.map(({ cells, patched }) => [cells[0], [patched[TITLE], patched[PRICE]]])),
    )
  })
})
