import { randomBytes } from 'node:crypto'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readEntries } from './read-entries.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

test.each([1, 5, 100_000])(
  '%i entries come back as the bytes they are, of the version asked for',
  async entries => {
    const supplierId = await buildParty(t.db, 'supplier')
    const stored = randomBytes(entries * 16)
    await t.owner.query(
      "INSERT INTO import_manifest (supplier_id, version, layout_hash, record_hashes, record_count) VALUES ($1, 3, 'x', $2, $3)",
      [supplierId, stored, entries],
    )
    const words = await readEntries(t.pool, { supplierId, version: 3n })
    expect(Buffer.from((words as Int32Array).buffer).equals(stored)).toBe(true)
    expect(await readEntries(t.pool, { supplierId, version: 4n })).toBeNull()
  },
)

test('a supplier without any has none', async () => {
  const supplierId = await buildParty(t.db, 'supplier')
  expect(await readEntries(t.pool, { supplierId, version: 1n })).toBeNull()
})
