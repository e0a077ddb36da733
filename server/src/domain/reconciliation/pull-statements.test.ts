import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RailBills } from '#gateways/rail-bills.ts'
import { createRailBills, SALES_MERCHANT } from '#gateways/rail-simulator/create-rail-bills.ts'
import { memoryFiles } from '../../../test/build-case.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts'
import { pullStatements } from './pull-statements.ts'

let t: TestDatabase
let bills: RailBills
beforeEach(async () => {
  t = await createTestDatabase()
  bills = createRailBills({ db: t.db, secret: Buffer.alloc(32, 1) })
  await t.db
    .insertInto('statementAccount')
    .values({ channel: 'wechat', accountNo: SALES_MERCHANT, name: '微信', ledgerAccount: 'A:CHANNEL' })
    .execute()
  await sql`
    INSERT INTO rail_simulator.payment (out_trade_no, amount_fen, subject, return_url, expires_at, pays_at, transaction_id)
    SELECT 'P1', 100, 's', '/', app_now(), app_now() - interval '3 days', 't1'`.execute(t.db)
  await sql`
    INSERT INTO book_line (transaction_id, seq, account, key, kind, amount_fen, booked_at, business_day, ref_type, ref_id)
    SELECT 1, 0, 'A:CHANNEL', 'k', 'payment', 100, app_now(), business_day(app_now() - interval '3 days'), 'order', 'x'`.execute(
    t.db,
  )
})
afterEach(() => t[Symbol.asyncDispose]())

const pull = (railBills: RailBills) =>
  pullStatements({
    db: t.db,
    pool: t.pool,
    files: memoryFiles(),
    railBills,
    bank: { fetchStatement: async () => ({ outcome: 'not_ready' }) as never },
  })
const kept = () =>
  t.db.selectFrom('statementFile').select(['kind', 'state', 'loadedBy']).orderBy('fileName').execute()

test('what is ready is fetched once: its trades, its movements, and the handing over the day after', async () => {
  expect(await pull(bills)).toBe(3)
  expect(await pull(bills)).toBe(0)
  const by = { state: 'loaded', loadedBy: 'pull' }
  expect(await kept()).toEqual([
    { kind: 'fund', ...by },
    { kind: 'fund', ...by },
    { kind: 'trade', ...by },
  ])
})

test('what one day had says nothing of the days after: each is asked for when it is there', async () => {
  expect(await pull(bills)).toBe(3)
  await sql`
    INSERT INTO rail_simulator.payment (out_trade_no, amount_fen, subject, return_url, expires_at, pays_at, transaction_id)
    SELECT 'P2', 200, 's', '/', app_now(), app_now(), 't2'`.execute(t.db)
  await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + 3 * 86400')
  expect(await pull(bills)).toBe(3)
  expect(await pull(bills)).toBe(0)
})

test('bytes that are not those that were promised, and a link that ended, are left for the next time', async () => {
  expect(await pull({ ...bills, downloadBill: async () => null })).toBe(0)
  const other = { fileName: 'x', bytes: Buffer.from('half') }
  expect(await pull({ ...bills, downloadBill: async () => other })).toBe(0)
  expect(await kept()).toEqual([])
  expect(await pull(bills)).toBe(3)
})

test('a link leads to nothing after half a minute', async () => {
  const { rows } = await sql<{
    day: string
  }>`SELECT business_day(app_now() - interval '3 days')::text AS day`.execute(t.db)
  const asked = await bills.askBill({ merchantNo: SALES_MERCHANT, kind: 'trade', day: rows[0]?.day ?? '' })
  if (asked.outcome !== 'ready') throw new Error(asked.outcome)
  expect(await bills.downloadBill(asked.link)).not.toBeNull()
  await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + 31')
  expect(await bills.downloadBill(asked.link)).toBeNull()
})

test('a refused file is fetched once, and kept with its reason', async () => {
  const faulty = createRailBills({ db: t.db, secret: Buffer.alloc(32, 1), fault: 'wrong_total' })
  const came = await pull(faulty)
  expect(came).toBeGreaterThan(0)
  expect((await kept()).every(({ state }) => state === 'refused')).toBe(true)
  expect(await pull(faulty)).toBe(0)
})
