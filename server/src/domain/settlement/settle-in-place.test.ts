import { randomUUID } from 'node:crypto'
import { buildPaidOrders, letOrdersMature } from '@haowu/server/test/build-orders.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settleDue } from './settle-due.ts'
import { splitDue } from './split-due.ts'

let t: TestDatabase
let batchId = ''

beforeAll(async () => {
  t = await createTestDatabase()
  await buildPaidOrders(t.db, { count: 3 })
  await splitDue(t)
  await letOrdersMature(t.db)
  await settleDue(t)
  await buildPaidOrders(t.db, { count: 3 })
  await splitDue(t)
  const { rows } = await t.owner.query<{ id: string }>('SELECT id FROM settlement_batch')
  batchId = rows[0]?.id ?? ''
})
afterAll(() => t[Symbol.asyncDispose]())

const pending = `order_id IN (SELECT order_id FROM accrual WHERE state = 'pending' LIMIT 1)`
const settleInto = (id: string) =>
  t.owner.query(
    `UPDATE accrual SET state = 'settled', settlement_batch_id = $1, settled_fen = earned_fen - clawed_fen WHERE state = 'pending'`,
    [id],
  )
const countPending = async () => {
  const { rows } = await t.owner.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM accrual WHERE state = 'pending'`,
  )
  return rows[0]?.n ?? 0
}

test('no accrual is settled into a batch that does not exist, though one of many rows names it, and none of them is', async () => {
  const before = await countPending()
  expect(before).toBeGreaterThan(3)
  await expect(settleInto(randomUUID())).rejects.toMatchObject({ code: '23503' })
  const one = t.owner.query(
    `UPDATE accrual SET state = 'settled', settled_fen = earned_fen - clawed_fen,
      settlement_batch_id = CASE WHEN ${pending} THEN $2::uuid ELSE $1::uuid END WHERE state = 'pending'`,
    [batchId, randomUUID()],
  )
  await expect(one).rejects.toMatchObject({ code: '23503' })
  expect(await countPending()).toBe(before)
})

test('nor is one written that names such a batch', async () => {
  const written = (id: string) =>
    t.owner.query(
      `INSERT INTO accrual SELECT (jsonb_populate_record(accrual, jsonb_build_object('role', 'leader', 'settlement_batch_id', $1::text))).*
        FROM accrual WHERE state = 'settled' AND role = 'supplier' LIMIT 1`,
      [id],
    )
  await expect(written(randomUUID())).rejects.toMatchObject({ code: '23503' })
  await expect(written(batchId)).resolves.toMatchObject({ rowCount: 1 })
})

test('a batch is never deleted, not even by the owner of the tables, because its accruals no longer hold it', async () => {
  await expect(t.owner.query('DELETE FROM settlement_batch')).rejects.toThrow(
    'settlement_batch is append-only',
  )
  await expect(t.owner.query('TRUNCATE settlement_batch CASCADE')).rejects.toThrow(
    'settlement_batch is append-only',
  )
  await expect(t.pool.query('DELETE FROM settlement_batch')).rejects.toMatchObject({ code: '42501' })
  const { rowCount } = await t.owner.query('SELECT FROM settlement_batch WHERE id = $1', [batchId])
  expect(rowCount).toBe(1)
})

test('settling changes no index: what it writes is not indexed, and each page has room for it', async () => {
  const { rows } = await t.owner.query<{ column: string }>(
    `SELECT attname AS column FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
      WHERE indrelid = 'accrual'::regclass`,
  )
  const indexed = rows.map(({ column }) => column)
  for (const written of ['state', 'settlement_batch_id', 'settled_fen'])
    expect(indexed).not.toContain(written)
  const { rows: room } = await t.owner.query(
    `SELECT reloptions FROM pg_class WHERE oid = 'accrual'::regclass`,
  )
  expect(room).toEqual([{ reloptions: ['fillfactor=50'] }])
  await settleInto(batchId)
  expect(await countPending()).toBe(0)
})
