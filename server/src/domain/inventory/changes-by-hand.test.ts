import { buildParty } from '@haowu/server/test/build-item.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { itemSelection } from '@haowu/shared/inventory.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listItems } from '#domain/catalog/list-items.ts'
import { applyImport } from '#domain/imports/apply-import.ts'
import { previewImport } from '#domain/imports/preview-import.ts'
import { readImport } from '#domain/imports/read-import.ts'
import { requestApply } from '#domain/imports/request-apply.ts'
import { requestUndo } from '#domain/imports/request-undo.ts'
import { undoImport } from '#domain/imports/undo-import.ts'
import { listViews, removeView, saveView } from '#domain/parties/saved-view.ts'
import { changeMany } from './change-many.ts'
import { changedPrice } from './changed-price.ts'
import { editItem } from './edit-item.ts'
import { previewBulkChange } from './preview-bulk-change.ts'

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

const FILE = '商家编码,标题,类目,价格\nA,台灯,家电,100.00\nB,书架,家具,250.50\nC,字典,图书,19.99\n'

async function stock(file = FILE) {
  const supplierId = await buildParty(t.db, 'supplier')
  await desk.importFile(supplierId, file)
  const { rows } = await listItems(t.db, { supplierId, filter: {}, sort: 'price_asc', limit: 50 })
  return { supplierId, rows }
}

async function pricesOf(supplierId: string) {
  const { rows } = await listItems(t.db, { supplierId, filter: {}, sort: 'price_asc', limit: 50 })
  return Object.fromEntries(rows.map(row => [row.sku, row.priceFen]))
}

describe('a price in bulk', () => {
  test.each([
    [10_000n, -500, 'fen', 9_500n],
    [9_999n, 333, 'fen', 10_332n],
    [19_99n, -500, 'yuan', 1_900n],
    [25_050n, 1_000, 'yuan', 27_600n],
    [1n, -9_000, 'fen', 1n],
    [60n, -9_000, 'yuan', 100n],
  ] as const)(
    'of %s fen changed by %s bps, rounded to the %s, is %s',
    (price, changeBps, round, expected) => {
      expect(changedPrice(price, { kind: 'price_percent', changeBps, round })).toBe(expected)
    },
  )

  test('is shown before, then goes the way of an import', async () => {
    const { supplierId } = await stock()
    const change = { kind: 'price_percent', changeBps: 1_000, round: 'yuan' } as const
    const selection = itemSelection.parse({ filter: { minFen: '5000' } })
    const seen = await previewBulkChange(t.db, { supplierId, selection, change })
    expect(seen).toMatchObject({ selected: 2, locked: 0 })
    expect(seen.samples.map(sample => [sample.title, sample.priceAfterFen])).toEqual([
      ['书架', 27_600n],
      ['台灯', 11_000n],
    ])
    const { importId, items } = await changeMany(desk.deps, {
      supplierId,
      memberId: supplierId,
      selection,
      change,
    })
    expect(items).toBe(2)
    await previewImport(desk.deps, importId)
    await applyImport(desk.deps, importId)
    expect(await readImport(t.db, { supplierId, importId })).toMatchObject({
      state: 'applied',
      counts: { rows: 2, changed: 2, priceUp: 2 },
    })
    expect(await pricesOf(supplierId)).toEqual({ A: 11_000n, B: 27_600n, C: 1_999n })
  })

  test('of a whole shop waits for a second look, whether it moves prices or takes goods off', async () => {
    const rows = Array.from({ length: 40 }, (_, at) => `W-${at},柜子,家具,100.00`)
    const { supplierId } = await stock(['商家编码,标题,类目,价格', ...rows].join('\n'))
    const selection = itemSelection.parse({ filter: {} })
    const changes = [
      [{ kind: 'price_percent', changeBps: -500, round: 'fen' }, 'many_prices_moved'],
      [{ kind: 'withdraw' }, 'many_taken_off'],
    ] as const
    for (const [change, reason] of changes) {
      const { importId } = await changeMany(desk.deps, {
        supplierId,
        memberId: supplierId,
        selection,
        change,
      })
      await previewImport(desk.deps, importId)
      const scope = { supplierId, importId }
      expect(await readImport(t.db, scope)).toMatchObject({
        state: 'previewed',
        brake: { reasons: [{ reason, found: 40, of: 40 }] },
      })
      await expect(requestApply(desk.deps, scope)).rejects.toMatchObject({ code: 'import_braked' })
      await requestApply(desk.deps, { ...scope, acceptBrake: true })
      await applyImport(desk.deps, importId)
      expect(await readImport(t.db, scope)).toMatchObject({ state: 'applied', counts: { changed: 40 } })
    }
  })

  test('takes goods off and puts them back, and is undone like any import', async () => {
    const { supplierId } = await stock()
    const act = async (kind: 'withdraw' | 'relist') => {
      const selection = itemSelection.parse({ filter: {} })
      const { importId } = await changeMany(desk.deps, {
        supplierId,
        memberId: supplierId,
        selection,
        change: { kind },
      })
      await previewImport(desk.deps, importId)
      await applyImport(desk.deps, importId)
      return importId
    }
    const states = async () => {
      const { rows } = await listItems(t.db, { supplierId, filter: {}, sort: 'newest', limit: 50 })
      return [...new Set(rows.map(row => row.state))]
    }
    const importId = await act('withdraw')
    expect(await states()).toEqual(['withdrawn'])
    await requestUndo(desk.deps, { supplierId, memberId: supplierId, importId })
    await undoImport(desk.deps, importId)
    expect(await states()).toEqual(['draft'])
    await act('withdraw')
    await act('relist')
    expect(await states()).toEqual(['draft'])
  })

  test('that waited says of its goods what was asked for alone: prices that moved meanwhile stay moved', async () => {
    const rows = Array.from({ length: 40 }, (_, at) => `M-${at},柜子,家具,100.00`)
    for (const change of [{ kind: 'withdraw' }, { kind: 'ship_from', shipFrom: '江苏 常州' }] as const) {
      const { supplierId, rows: before } = await stock(['商家编码,标题,类目,价格', ...rows].join('\n'))
      const selection = itemSelection.parse({ filter: {} })
      const input = { supplierId, memberId: supplierId, selection, change }
      const { importId } = await changeMany(desk.deps, input)
      await previewImport(desk.deps, importId)
      const [first] = before
      if (!first) throw new Error('no item')
      const edit = { supplierId, memberId: supplierId, itemId: first.itemId, version: first.version }
      await editItem(t.db, { ...edit, priceFen: 9_000n })
      const scope = { supplierId, importId }
      if ((await readImport(t.db, scope)).state === 'previewed')
        await requestApply(desk.deps, { ...scope, acceptBrake: true })
      await applyImport(desk.deps, importId)
      expect(await readImport(t.db, scope)).toMatchObject({ state: 'applied', counts: { changed: 40 } })
      expect(await pricesOf(supplierId)).toMatchObject({ [first.sku]: 9_000n })
      const { rows: after } = await t.owner.query(
        'SELECT DISTINCT state, ship_from, title FROM item WHERE supplier_id = $1',
        [supplierId],
      )
      const expected =
        change.kind === 'withdraw'
          ? { state: 'withdrawn', ship_from: null }
          : { state: 'draft', ship_from: change.shipFrom }
      expect(after).toEqual([{ ...expected, title: '柜子' }])
    }
  })

  test('is not read by what she once said about her own files', async () => {
    const { supplierId } = await stock()
    await t.owner.query(
      `INSERT INTO mapping_memory (supplier_id, kind, field, word, meaning, member_id)
       SELECT $1, 'column', '', word, '', $1 FROM unnest(ARRAY['操作', '价格', '商家编码']) AS word`,
      [supplierId],
    )
    const selection = itemSelection.parse({ filter: {} })
    const input = { supplierId, memberId: supplierId, selection, change: { kind: 'withdraw' } as const }
    const { importId } = await changeMany(desk.deps, input)
    await previewImport(desk.deps, importId)
    await applyImport(desk.deps, importId)
    const { rows } = await t.owner.query('SELECT DISTINCT state, extra FROM item WHERE supplier_id = $1', [
      supplierId,
    ])
    expect(rows).toEqual([{ state: 'withdrawn', extra: {} }])
  })

  test('of nothing, or of another supplier’s items, is refused and leaves no import', async () => {
    const [mine, others] = [await stock(), await stock()]
    const input = {
      supplierId: mine.supplierId,
      memberId: mine.supplierId,
      change: { kind: 'withdraw' } as const,
    }
    const foreign = { itemIds: others.rows.map(row => row.itemId) }
    await expect(changeMany(desk.deps, { ...input, selection: foreign })).rejects.toMatchObject({
      code: 'not_found',
    })
    const none = itemSelection.parse({ filter: { categories: ['watch'] } })
    await expect(changeMany(desk.deps, { ...input, selection: none })).rejects.toMatchObject({
      code: 'nothing_to_change',
    })
    const { rows } = await t.owner.query(
      "SELECT count(*)::int AS n FROM item_import WHERE source = 'edit' AND supplier_id = $1",
      [mine.supplierId],
    )
    expect(rows[0].n).toBe(0)
  })
})

describe('an item changed in place', () => {
  test('keeps before and after, and the next file of the supplier is read in full', async () => {
    const { supplierId, rows } = await stock()
    const [book] = rows
    if (!book) throw new Error('no item')
    const edit = { supplierId, memberId: supplierId, itemId: book.itemId, version: book.version }
    const { version } = await editItem(t.db, { ...edit, priceFen: 2_500n })
    expect(await pricesOf(supplierId)).toMatchObject({ C: 2_500n })
    const { rows: history } = await t.owner.query(
      'SELECT cause, before, after FROM item_history WHERE item_id = $1',
      [book.itemId],
    )
    expect(history).toEqual([
      { cause: 'edit', before: { priceFen: '1999', qty: 1 }, after: { priceFen: '2500', qty: 1 } },
    ])
    const again = await desk.preview(supplierId, `${FILE}\n`)
    expect(again.counts).toMatchObject({ changed: 1, unchanged: 2, priceDown: 1 })
    await expect(editItem(t.db, { ...edit, priceFen: 1n })).rejects.toMatchObject({ code: 'stale_version' })
    await editItem(t.db, { ...edit, version, priceFen: book.priceFen })
    expect(await pricesOf(supplierId)).toMatchObject({ C: 1_999n })
  })

  test('is refused to another supplier, and while it is held or sold', async () => {
    const { supplierId, rows } = await stock()
    const [item] = rows
    if (!item) throw new Error('no item')
    const stranger = await buildParty(t.db, 'supplier')
    const edit = { supplierId, memberId: supplierId, itemId: item.itemId, version: 1, qty: 0 }
    await expect(editItem(t.db, { ...edit, supplierId: stranger })).rejects.toMatchObject({
      code: 'not_found',
    })
    await t.owner.query("UPDATE item SET state = 'sold' WHERE id = $1", [item.itemId])
    await expect(editItem(t.db, edit)).rejects.toMatchObject({ code: 'item_unavailable' })
  })
})

describe('the list', () => {
  test.each([
    [{ text: '643809' }, ['P']],
    [{ categories: ['phone' as const] }, ['P']],
    [{ report: 'none' as const, maxFen: '10000' }, ['A', 'C']],
    [{ report: 'in_force' as const }, []],
  ])('narrowed by %j shows %j', async (given, expected) => {
    const { supplierId } = await stock(
      '商家编码,标题,类目,价格,IMEI\nA,台灯,家电,100.00,\nP,手机,手机,1000,356938035643809\nC,字典,图书,19.99,\n',
    )
    const { filter } = itemSelection.parse({ filter: given }) as { filter: object }
    const { rows } = await listItems(t.db, { supplierId, filter, sort: 'price_asc', limit: 50 })
    expect(rows.map(row => row.sku).toSorted()).toEqual(expected)
  })

  test.each(['newest', 'updated', 'price_asc', 'price_desc'] as const)(
    'by %s gives every item once, page by page',
    async sort => {
      const { supplierId } = await stock()
      const seen: string[] = []
      for (let cursor: string | undefined; ; ) {
        const page = await listItems(t.db, { supplierId, filter: {}, sort, cursor, limit: 1 })
        seen.push(...page.rows.map(row => row.sku))
        if (page.nextCursor === null) break
        cursor = page.nextCursor
      }
      expect(seen.toSorted()).toEqual(['A', 'B', 'C'])
    },
  )
})

test('a saved view is one person’s own, replaced by its name, and bounded in number', async () => {
  const memberId = await buildParty(t.db, 'supplier')
  const view = { memberId, screen: 'items' as const, name: '待补报告', search: { report: 'none' } }
  const { viewId } = await saveView(t.db, view)
  await saveView(t.db, { ...view, search: { report: 'expired' } })
  expect(await listViews(t.db, view)).toEqual([{ viewId, name: '待补报告', search: { report: 'expired' } }])
  await removeView(t.db, { memberId: crypto.randomUUID(), viewId })
  expect(await listViews(t.db, view)).toHaveLength(1)
  for (let n = 1; n < 20; n++) await saveView(t.db, { ...view, name: `视图 ${n}` })
  await expect(saveView(t.db, { ...view, name: '再来一个' })).rejects.toMatchObject({ code: 'limit_reached' })
  await removeView(t.db, { memberId, viewId })
  expect(await listViews(t.db, view)).toHaveLength(19)
})
