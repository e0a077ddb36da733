import { randomBytes } from 'node:crypto'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tendImports } from './expire-imports.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

/** An import whose last run began so many minutes ago and is not heard of since. */
async function silentImport(runs: number, minutesAgo: number): Promise<string> {
  const supplierId = await buildParty(t.db, 'supplier')
  const { rows } = await t.owner.query(
    `INSERT INTO item_import (supplier_id, state, file_name, file_key, bytes, sha256, created_by, run_token, created_at,
       run_started_at)
     SELECT $1, 'applying', 'a.csv', 'a', 1, $2, $1, $3, at, at FROM (SELECT app_now() - make_interval(mins => $4) AS at) AS clock
     RETURNING id`,
    [supplierId, randomBytes(32), runs, minutesAgo],
  )
  return rows[0].id
}

async function afterTending(importId: string): Promise<string> {
  await tendImports(t.db)
  const { rows } = await t.owner.query(
    `SELECT CASE WHEN state = 'failed' THEN error_code
       WHEN EXISTS (SELECT FROM outbox WHERE key LIKE 'import:' || item_import.id || ':wake:%') THEN 'woken' ELSE 'left' END AS told
     FROM item_import WHERE id = $1`,
    [importId],
  )
  return rows[0].told
}

test.each([
  ['the first runs are followed after a minute and a half', 1, 2, 'woken'],
  ['a run that may still be at work is left alone', 1, 1, 'left'],
  ['a tenth run waits for an hour, as an outage may last', 10, 50, 'left'],
  ['and is followed then', 10, 61, 'woken'],
  ['a forty-fourth run is followed too', 44, 61, 'woken'],
  ['after forty-five runs it is given up, and says so', 45, 61, 'internal'],
])('%s', async (_, runs, minutesAgo, told) => {
  expect(await afterTending(await silentImport(runs, minutesAgo))).toBe(told)
})
