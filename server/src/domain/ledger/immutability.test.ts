import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts'
import { depositPaidIn } from './deposit-entries.ts'
import { openHold } from './hold-balance.ts'
import { postEntries } from './post-entries.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
  const partyId = randomUUID()
  await t.db.transaction().execute(async trx => {
    await postEntries(trx, [depositPaidIn({ paymentId: randomUUID(), partyId, amountFen: 100n })])
    await openHold(trx, { key: 'one', partyId, amountFen: 10n, reason: 'test' })
  })
  await t.pool.query("SELECT ledger.close_period('2020-01-01')")
})
afterAll(() => t[Symbol.asyncDispose]())

async function tableNames(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query(
    "SELECT format('ledger.%I', tablename) AS name FROM pg_tables WHERE schemaname = 'ledger'",
  )
  return rows.map(row => row.name)
}

test('the application can neither insert, update, delete nor truncate any table of the ledger', async () => {
  const tables = await tableNames(t.owner)
  expect(tables).toHaveLength(7)
  for (const table of tables) {
    const { rows } = await t.owner.query(
      `SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum = 2`,
      [table],
    )
    const column = rows[0].attname
    for (const statement of [
      `INSERT INTO ${table} DEFAULT VALUES`,
      `UPDATE ${table} SET ${column} = ${column}`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
      `SELECT FROM ${table} FOR UPDATE`,
      `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
      `DROP TABLE ${table}`,
    ]) {
      // 42501: insufficient privilege.
      await expect(t.pool.query(statement), statement).rejects.toMatchObject({ code: '42501' })
    }
  }
})

test('the application can call only the functions meant for it', async () => {
  const { rows } = await t.owner.query(`
    SELECT proname FROM pg_proc WHERE pronamespace = 'ledger'::regnamespace AND has_function_privilege('haowu_app', oid, 'EXECUTE')
    ORDER BY proname`)
  expect(rows.map(row => row.proname)).toEqual([
    'close_period',
    'open_hold',
    'post',
    'reopen_period',
    'resolve_hold',
  ])
})

test.each([
  "UPDATE ledger.transaction SET actor = 'x'",
  'DELETE FROM ledger.transaction',
  'TRUNCATE ledger.transaction CASCADE',
  'UPDATE ledger.leg SET amount_fen = amount_fen + 1',
  'DELETE FROM ledger.leg',
  'TRUNCATE ledger.leg',
])('not even the owner of the tables may: %s', async statement => {
  // 23001: restrict violation, raised by the append-only triggers.
  await expect(t.owner.query(statement)).rejects.toMatchObject({ code: '23001' })
})
