import { requestApply } from '@haowu/server/domain/imports/request-apply.ts'
import { startRun } from '@haowu/server/domain/imports/import-run.ts'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { generatePhoneCatalog } from '@haowu/server/test/generate-catalog.ts'
import { openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { expect, test } from 'vitest'
import { importInventory } from '#handlers/import-inventory.ts'
import { LeftToAnother, type Work } from '#work.ts'
import { testJobDeps } from './test-job-deps.ts'
import { until } from './until.ts'

test('the delivery whose run was overtaken does not say that the import is done', async () => {
  await using t = await createTestDatabase()
  await using desk = openImportDesk(t)
  const supplierId = await buildParty(t.db, 'supplier')
  const { importId } = await desk.preview(supplierId, [...generatePhoneCatalog({ rows: 20 })].join(''))
  await requestApply(desk.deps, { supplierId, importId })
  const deps = { ...testJobDeps(t), files: desk.deps.files }
  const work: Work = {
    events: [{ id: importId, kind: 'import_apply', payload: { importId }, tries: 1 }],
  }

  const held = await holdSupplier(t, supplierId)
  const end = importInventory(deps, work).catch((error: unknown) => error)
  try {
    await until('the run waits', 10, async () => {
      const { rowCount } = await t.owner.query(
        `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      )
      return rowCount === 1
    })
    await startRun(t.db, { importId, from: ['applying'], to: 'applying' })
  } finally {
    await held.release()
  }
  expect(await end).toBeInstanceOf(LeftToAnother)

  await importInventory(deps, work)
  const { rows } = await t.owner.query('SELECT state FROM item_import')
  expect(rows).toEqual([{ state: 'applied' }])
})

/** As another import of the same supplier would. */
async function holdSupplier({ owner }: TestDatabase, supplierId: string) {
  const client = await owner.connect()
  await client.query('BEGIN')
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`imports of ${supplierId}`])
  return {
    async release() {
      await client.query('ROLLBACK')
      client.release()
    },
  }
}
