import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { buildParty, buildRoom } from '@haowu/server/test/build-item.ts'
import { generatePhoneCatalog } from '@haowu/server/test/generate-catalog.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holdForSession } from '#domain/catalog/take-live-hold.ts'
import { editItem } from '#domain/inventory/edit-item.ts'
import { applyImport } from './apply-import.ts'
import { cancelImport } from './cancel-import.ts'
import { previewImport } from './preview-import.ts'
import { previewUndo } from './preview-undo.ts'
import { readItemHistory } from './read-history.ts'
import { readImport } from './read-import.ts'
import { receiveUpload } from './receive-upload.ts'
import { requestApply } from './request-apply.ts'
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

const supplier = () => buildParty(t.db, 'supplier')
const catalog = (wishes: Parameters<typeof generatePhoneCatalog>[0]) =>
  [...generatePhoneCatalog(wishes)].join('')

/** What stands in the catalogue, without what every change moves. */
async function goods(supplierId: string) {
  const { rows } = await t.owner.query(
    `SELECT supplier_sku AS sku, price_fen::text AS price, title, brand, identity, qty, spec, state, withdrawn_by, report_id
     FROM item WHERE supplier_id = $1 ORDER BY supplier_sku`,
    [supplierId],
  )
  return rows
}

async function undo(supplierId: string, importId: string) {
  await requestUndo(t, { supplierId, importId, memberId: supplierId })
  await undoImport(t, importId)
  return readImport(t.db, { supplierId, importId })
}

async function importFull(supplierId: string, content: string) {
  const body = Readable.from([Buffer.from(content)])
  const upload = { supplierId, memberId: supplierId, fileName: '全量.csv', body, mode: 'full' as const }
  const { importId } = await receiveUpload(desk.deps, upload)
  await previewImport(desk.deps, importId)
  await requestApply(t, { supplierId, importId })
  await applyImport(desk.deps, importId)
  return readImport(t.db, { supplierId, importId })
}

async function itemsOf(supplierId: string) {
  return t.db
    .selectFrom('item')
    .selectAll()
    .where('supplierId', '=', supplierId)
    .orderBy('supplierSku')
    .execute()
}

describe('an import that is taken back', () => {
  test('leaves what it changed as it was, and what it brought in off, with ids and history kept', async () => {
    const supplierId = await supplier()
    await desk.importFile(supplierId, catalog({ rows: 30, inspected: true, seed: 401 }))
    const before = await goods(supplierId)
    const done = await desk.importFile(
      supplierId,
      catalog({ rows: 40, inspected: true, seed: 401, priceMoveEvery: 3 }),
    )
    expect(done.counts).toMatchObject({ new: 10, changed: 10 })
    expect(await previewUndo(t.db, { supplierId, importId: done.importId })).toEqual({
      restorable: 20,
      kept: [],
      keptTotal: 0,
    })
    expect(await undo(supplierId, done.importId)).toMatchObject({ state: 'undone' })
    const after = await goods(supplierId)
    expect(after.slice(0, 30)).toEqual(before)
    expect(after.slice(30).map(row => [row.state, row.withdrawn_by])).toEqual(
      Array.from({ length: 10 }, () => ['withdrawn', 'undo']),
    )
    const [first] = await itemsOf(supplierId)
    const history = await readItemHistory(t.db, { supplierId, itemId: first?.id ?? '', limit: 10 })
    expect(history.rows.map(({ version, cause }) => [version, cause])).toEqual([
      [3, 'undo'],
      [2, 'import'],
      [1, 'import'],
    ])
    expect(history.rows[1]).toMatchObject({
      importId: done.importId,
      importLine: 2,
      importFileName: '商品.csv',
    })
    expect(history.rows[0]?.changes.map(({ field }) => field)).toEqual(['priceFen'])
  })

  test('puts back what a full file took off and lets go again what it brought back', async () => {
    const supplierId = await supplier()
    const lines = [...generatePhoneCatalog({ rows: 8, inspected: true, seed: 408 })]
    await importFull(supplierId, lines.join(''))
    const all = await goods(supplierId)
    const less = await importFull(supplierId, lines.slice(0, 6).join(''))
    const fewer = await goods(supplierId)
    expect(less.counts).toMatchObject({ missing: 3 })
    const back = await desk.importFile(supplierId, lines.join(''))
    expect(await goods(supplierId)).toEqual(all)
    await undo(supplierId, back.importId)
    expect(await goods(supplierId)).toEqual(fewer)
    // Each of them was moved since, if only to where it was.
    expect(await previewUndo(t.db, { supplierId, importId: less.importId })).toMatchObject({
      restorable: 0,
      keptTotal: 3,
    })
    const again = await importFull(supplierId, lines.join(''))
    const lessAgain = await importFull(supplierId, lines.slice(0, 6).join(''))
    expect([again.counts.returned, lessAgain.counts.missing]).toEqual([3, 3])
    await undo(supplierId, lessAgain.importId)
    expect(await goods(supplierId)).toEqual(all)
  })

  test('comes back in full when the same file is uploaded again', async () => {
    const supplierId = await supplier()
    const file = catalog({ rows: 12, inspected: true, seed: 402 })
    const done = await desk.importFile(supplierId, file)
    const listed = await goods(supplierId)
    await undo(supplierId, done.importId)
    const again = await desk.importFile(supplierId, file)
    expect(again.importId).not.toBe(done.importId)
    expect(again.counts).toMatchObject({ new: 0, changed: 12, returned: 12 })
    expect(await goods(supplierId)).toEqual(listed)
  })

  test('keeps what was changed since, by a file or by hand, and what is held or sold, and says why', async () => {
    const supplierId = await supplier()
    await desk.importFile(supplierId, catalog({ rows: 5, inspected: true, seed: 403 }))
    const done = await desk.importFile(
      supplierId,
      catalog({ rows: 6, inspected: true, seed: 403, priceMoveEvery: 1 }),
    )
    const [byFile, byHand, held, sold, restorable, inserted] = await itemsOf(supplierId)
    if (!byFile || !byHand || !held || !sold || !restorable || !inserted) throw new Error('six items')
    const later = await desk.importFile(
      supplierId,
      `商家编码,标题,类目,价格\n${byFile.supplierSku},${byFile.title},手机,77\n${inserted.supplierSku},${inserted.title},手机,78\n`,
    )
    await editItem(t.db, {
      supplierId,
      memberId: supplierId,
      itemId: byHand.id,
      version: byHand.version,
      priceFen: 6_600n,
    })
    const room = await buildRoom(t.db, { itemId: held.id })
    const until = new Date(Date.now() + 3_600_000)
    await t.db
      .transaction()
      .execute(trx => holdForSession(trx, { itemId: held.id, holdId: room.liveHoldId, until }))
    await t.owner.query("UPDATE item SET state = 'sold' WHERE id = $1", [sold.id])

    const before = await goods(supplierId)
    const preview = await previewUndo(t.db, { supplierId, importId: done.importId })
    expect(preview.restorable).toBe(1)
    expect(preview.kept.map(({ sku, reason, byImportId }) => [sku, reason, byImportId])).toEqual([
      [byFile.supplierSku, 'changed', later.importId],
      [byHand.supplierSku, 'changed', null],
      [held.supplierSku, 'held', null],
      [sold.supplierSku, 'sold', null],
      [inserted.supplierSku, 'changed', later.importId],
    ])
    await undo(supplierId, done.importId)
    const after = await goods(supplierId)
    const isRestored = (row: { sku: string }) => row.sku === restorable.supplierSku
    expect(after.filter(row => !isRestored(row))).toEqual(before.filter(row => !isRestored(row)))
    expect(BigInt(after.find(isRestored)?.price)).toBe(restorable.priceFen - 1000n)
    expect(await previewUndo(t.db, { supplierId, importId: done.importId })).toMatchObject({
      restorable: 1,
      kept: preview.kept,
    })
  })

  test('twice, by many, or by a worker that died half-way, is taken back once', async () => {
    const supplierId = await supplier()
    const done = await desk.importFile(supplierId, catalog({ rows: 50, inspected: true, seed: 404 }))
    const scope = { supplierId, importId: done.importId, memberId: supplierId }
    await Promise.all(Array.from({ length: 4 }, () => requestUndo(t, scope)))
    await Promise.allSettled(Array.from({ length: 4 }, () => undoImport(t, done.importId)))
    await undoImport(t, done.importId)
    await requestUndo(t, scope)
    expect(await readImport(t.db, scope)).toMatchObject({ state: 'undone' })
    const { rows } = await t.owner.query(
      `SELECT count(*)::int AS n, max(item.version) AS version FROM item_history JOIN item ON item.id = item_id
       WHERE supplier_id = $1`,
      [supplierId],
    )
    expect(rows).toEqual([{ n: 50, version: 2 }])
  })

  test('stopped before it has begun, stands as it was applied and can be taken back later', async () => {
    const supplierId = await supplier()
    const done = await desk.importFile(supplierId, catalog({ rows: 5, inspected: true, seed: 405 }))
    const listed = await goods(supplierId)
    await requestUndo(t, { supplierId, importId: done.importId, memberId: supplierId })
    await cancelImport(t, { supplierId, importId: done.importId, memberId: supplierId })
    await undoImport(t, done.importId)
    expect(await readImport(t.db, { supplierId, importId: done.importId })).toMatchObject({
      state: 'applied',
    })
    expect(await goods(supplierId)).toEqual(listed)
    expect(await undo(supplierId, done.importId)).toMatchObject({ state: 'undone' })
  })

  test('is refused after seven days, before it was applied, and to another supplier', async () => {
    const [supplierId, stranger] = [await supplier(), await supplier()]
    const { importId } = await desk.preview(supplierId, catalog({ rows: 3, seed: 406 }))
    const scope = { supplierId, importId, memberId: supplierId }
    await expect(requestUndo(t, scope)).rejects.toMatchObject({ code: 'import_not_ready' })
    await expect(previewUndo(t.db, scope)).rejects.toMatchObject({ code: 'import_not_ready' })
    const done = await desk.importFile(supplierId, catalog({ rows: 3, seed: 407 }))
    const applied = { ...scope, importId: done.importId }
    await expect(requestUndo(t, { ...applied, supplierId: stranger })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(previewUndo(t.db, { ...applied, supplierId: stranger })).rejects.toMatchObject({
      code: 'not_found',
    })
    await t.owner.query(
      "UPDATE item_import SET applied_at = app_now() - interval '7 days 1 second' WHERE id = $1",
      [done.importId],
    )
    await expect(requestUndo(t, applied)).rejects.toMatchObject({ code: 'undo_expired' })
    await expect(readItemHistory(t.db, { supplierId, itemId: randomUUID(), limit: 5 })).rejects.toMatchObject(
      { code: 'not_found' },
    )
  })
})
