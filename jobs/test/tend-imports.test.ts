import { buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase } from '@haowu/server/test/test-database.ts'
import { expect, test } from 'vitest'
import { importInventory } from '#handlers/import-inventory.ts'
import { testJobDeps } from './test-job-deps.ts'

test('a step of the tick that fails is told and keeps none of the others from being taken', async () => {
  await using t = await createTestDatabase()
  const supplierId = await buildParty(t.db, 'supplier')
  await t.owner.query(
    `INSERT INTO upload (supplier_id, member_id, file_name, bytes, part_bytes, mode, source, created_at)
     VALUES ($1, $1, 'a.csv', 1, 1, 'delta', 'upload', app_now() - interval '2 days')`,
    [supplierId],
  )
  await t.owner.query(
    `INSERT INTO api_key_request (supplier_id, idempotency_key, request_hash, attempt, created_at)
     VALUES ($1, 'old', '\\x00', $1, app_now() - interval '31 days')`,
    [supplierId],
  )
  const deps = testJobDeps(t)
  const files = { ...deps.files, delete: () => Promise.reject(new Error('the store is away')) }
  await expect(importInventory({ ...deps, files }, { events: [] })).rejects.toThrow('the store is away')
  expect(await t.db.selectFrom('apiKeyRequest').selectAll().execute()).toEqual([])
})
