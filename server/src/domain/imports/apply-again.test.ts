import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { editItem } from '#domain/inventory/edit-item.ts'
import { applyImport } from './apply-import.ts'
import { previewImport } from './preview-import.ts'
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
const HEADER = '商家编码,标题,类目,价格'
const file = (rows: number, price = 100) =>
  [HEADER, ...Array.from({ length: rows }, (_, at) => `A-${at},柜子,家具,${price}`)].join('\n')

async function skus(supplierId: string) {
  const items = await t.db
    .selectFrom('item')
    .select(['supplierSku', 'priceFen', 'state', 'version'])
    .where('supplierId', '=', supplierId)
    .orderBy('supplierSku')
    .execute()
  return items.map(({ supplierSku, priceFen, state, version }) => [
    supplierSku,
    Number(priceFen),
    state,
    version,
  ])
}

/** A row as mending leaves it: good now, under the token of what was staged. */
async function stageMended(importId: string, { sku, fen }: { sku: string; fen: number }) {
  await t.owner.query(
    `INSERT INTO import_row (import_id, run_token, line, raw_hash, row_hash, new_item_id, supplier_sku, category_code,
       title, price_fen)
     SELECT id, staged_token, 9, '\\x01', '\\x02', $2, $3, 'furniture', '柜子', $4 FROM item_import WHERE id = $1`,
    [importId, randomUUID(), sku, fen],
  )
}

describe('rows mended after the import was applied', () => {
  test('go in with a second yes, once, and are taken back with the rest', async () => {
    const supplierId = await supplier()
    const done = await desk.importFile(supplierId, `${file(2)}\nA-9,柜子,家具,面议`)
    expect(done.counts).toMatchObject({ new: 2, errors: 1 })
    const scope = { supplierId, importId: done.importId, memberId: supplierId }
    await requestApply(t, scope)
    expect(await readImport(t.db, scope)).toMatchObject({ state: 'applied' })
    await stageMended(done.importId, { sku: 'A-9', fen: 700 })
    await requestApply(t, scope)
    await Promise.allSettled([1, 2, 3].map(() => applyImport(desk.deps, done.importId)))
    await applyImport(desk.deps, done.importId)
    expect(await readImport(t.db, scope)).toMatchObject({ state: 'applied', appliedAt: done.appliedAt })
    expect(await skus(supplierId)).toEqual([
      ['A-0', 10_000, 'draft', 1],
      ['A-1', 10_000, 'draft', 1],
      ['A-9', 700, 'draft', 1],
    ])
    const again = await desk.preview(supplierId, `${file(2)}\nA-9,柜子,家具,7`)
    expect(again.counts).toMatchObject({ unchanged: 3, changed: 0 })
    await requestUndo(t, scope)
    await undoImport(t, done.importId)
    expect((await skus(supplierId)).map(([, , state]) => state)).toEqual([
      'withdrawn',
      'withdrawn',
      'withdrawn',
    ])
  })
})

async function sendAutomatic(supplierId: string, content: string) {
  const body = Readable.from([Buffer.from(content)])
  const upload = { supplierId, memberId: supplierId, fileName: 'feed.csv', body, source: 'api' as const }
  const { importId } = await receiveUpload(desk.deps, upload)
  await t.owner.query('UPDATE item_import SET auto_apply = true WHERE id = $1', [importId])
  await previewImport(desk.deps, importId)
  return readImport(t.db, { supplierId, importId })
}

describe('an import that nobody has to agree to', () => {
  test('goes on by itself, and wakes whoever applies it', async () => {
    const supplierId = await supplier()
    const seen = await sendAutomatic(supplierId, file(3))
    expect(seen.state).toBe('applying')
    const { rows } = await t.owner.query(
      "SELECT kind FROM outbox WHERE payload->>'importId' = $1 ORDER BY kind",
      [seen.importId],
    )
    expect(rows.map(row => row.kind)).toEqual(['import_apply', 'import_uploaded'])
    await applyImport(desk.deps, seen.importId)
    const { rows: history } = await t.owner.query(
      "SELECT state, counts->>'new' AS new FROM item_import WHERE id = $1",
      [seen.importId],
    )
    expect(history).toEqual([{ state: 'applied', new: '3' }])
  })

  test('stops at the brake until somebody says yes', async () => {
    const supplierId = await supplier()
    await desk.importFile(supplierId, file(30))
    const seen = await sendAutomatic(supplierId, file(30, 10_000))
    expect(seen).toMatchObject({ state: 'previewed', braked: true, brakeAccepted: false })
    await applyImport(desk.deps, seen.importId)
    expect((await skus(supplierId)).every(([, fen]) => fen === 10_000)).toBe(true)
    await requestApply(t, { supplierId, importId: seen.importId, acceptBrake: true })
    await applyImport(desk.deps, seen.importId)
    expect((await skus(supplierId)).every(([, fen]) => fen === 1_000_000)).toBe(true)
  })
})

describe('a preview that no longer holds when it is applied', () => {
  test('after an edit by hand is compared anew, even where no file had been applied before', async () => {
    const supplierId = await supplier()
    await desk.importFile(supplierId, file(2))
    await t.owner.query('DELETE FROM import_manifest WHERE supplier_id = $1', [supplierId])
    const seen = await desk.preview(supplierId, `${file(2)}\n`)
    expect(seen.counts).toMatchObject({ unchanged: 2 })
    const item = await t.db
      .selectFrom('item')
      .selectAll()
      .where('supplierId', '=', supplierId)
      .executeTakeFirstOrThrow()
    await editItem(t.db, {
      supplierId,
      memberId: supplierId,
      itemId: item.id,
      version: item.version,
      priceFen: 500n,
    })
    await requestApply(t, { supplierId, importId: seen.importId })
    await applyImport(desk.deps, seen.importId)
    expect((await skus(supplierId)).map(([, fen]) => fen)).toEqual([10_000, 10_000])
  })

  test('and now asks for a second look waits for it', async () => {
    const supplierId = await supplier()
    await desk.importFile(supplierId, file(30))
    const seen = await desk.preview(supplierId, `${file(30)}\n`)
    expect(seen.brake).toBeNull()
    const dearer = await desk.preview(supplierId, file(30, 10_000))
    await requestApply(t, { supplierId, importId: dearer.importId, acceptBrake: true })
    await applyImport(desk.deps, dearer.importId)
    const scope = { supplierId, importId: seen.importId }
    await requestApply(t, scope)
    await applyImport(desk.deps, seen.importId)
    expect(await readImport(t.db, scope)).toMatchObject({ state: 'previewed', braked: true })
    expect((await skus(supplierId)).every(([, fen]) => fen === 1_000_000)).toBe(true)
  })
})
