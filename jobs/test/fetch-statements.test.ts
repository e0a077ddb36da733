import { SALES_MERCHANT } from '@haowu/server/gateways/rail-simulator/create-rail-bills.ts'
import { memoryFiles } from '@haowu/server/test/build-case.ts'
import { createTestDatabase } from '@haowu/server/test/test-database.ts'
import { expect, test } from 'vitest'
import { fetchStatements } from '#handlers/reconcile-books.ts'
import { testJobDeps } from './test-job-deps.ts'

test('what gateways have ready is fetched also while the drop folder fails, which is told of', async () => {
  await using t = await createTestDatabase()
  await t.db
    .insertInto('statementAccount')
    .values({ channel: 'wechat', accountNo: SALES_MERCHANT, name: '微信', ledgerAccount: 'A:CHANNEL' })
    .execute()
  await t.owner.query(`
    INSERT INTO rail_simulator.payment (out_trade_no, amount_fen, subject, return_url, expires_at, pays_at, transaction_id)
    SELECT 'P1', 100, 's', '/', app_now(), app_now() - interval '3 days', 't1'`)
  await t.owner.query(`
    INSERT INTO book_line (transaction_id, seq, account, key, kind, amount_fen, booked_at, business_day, ref_type, ref_id)
    SELECT 1, 0, 'A:CHANNEL', 'k', 'payment', 100, app_now(), business_day(app_now() - interval '3 days'), 'order', 'x'`)
  const list = () => Promise.reject(new Error('the folder is away'))
  const deps = { ...testJobDeps(t), files: { ...memoryFiles(), list } }
  await expect(fetchStatements(deps)).rejects.toThrow('the folder is away')
  const fetched = await t.db.selectFrom('statementFile').select('loadedBy').execute()
  expect(fetched).toEqual([{ loadedBy: 'pull' }, { loadedBy: 'pull' }, { loadedBy: 'pull' }])
})
