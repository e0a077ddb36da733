import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import type { BankMapping } from '@haowu/shared/bank-mapping.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBankTable } from './find-bank-table.ts'
import { rememberBankMapping } from './remember-bank-mapping.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

const MAPPING: BankMapping = {
  columns: { day: '日期', in: '收入', out: '支出', balance: '余额' },
  positiveIsOut: false,
}
const OTHER: BankMapping = {
  columns: { day: '记账日', amount: '金额', balance: '余额' },
  positiveIsOut: true,
}
const table = (title: string, header = '日期,收入,支出,余额') =>
  async function* () {
    yield Buffer.from(`${title}\n${header}\n20261130,1.00,,2.00\n`)
  }
const remember = (accountNo: string, mapping: BankMapping) =>
  rememberBankMapping(t, { accountNo, name: '基本户', mapping, actor: 'user:1' })

test('the mapping of a bank is asked once: its next file is read by it, a changed one is asked about again', async () => {
  expect(await findBankTable(t.db, table('账号：62220001'))).toBeNull()
  const { accountId } = await remember('62220001', MAPPING)
  expect(await findBankTable(t.db, table('账号：62220001'))).toMatchObject({
    accountId,
    accountNo: '62220001',
  })
  expect(await findBankTable(t.db, table('明细'))).toMatchObject({ accountId })
  expect(await findBankTable(t.db, table('账号：99990001'))).toBeNull()
  expect(await findBankTable(t.db, table('账号：62220001', '日期,转入,转出,余额'))).toBeNull()

  const second = await remember('62220002', MAPPING)
  expect(await findBankTable(t.db, table('账号: 6222 0002'))).toMatchObject({ accountId: second.accountId })
  // Two accounts write such tables, and this one does not say whose it is.
  expect(await findBankTable(t.db, table('明细'))).toBeNull()
})

test('said again, it is the same account with the new mapping, and both are in the audit log', async () => {
  const first = await remember('62220003', MAPPING)
  expect(await remember('62220003', OTHER)).toEqual(first)
  const { mapping } = await t.db
    .selectFrom('statementAccount')
    .select('mapping')
    .where('id', '=', first.accountId)
    .executeTakeFirstOrThrow()
  expect(mapping).toEqual(OTHER)
  const acts = await t.db
    .selectFrom('auditLog')
    .select('action')
    .where('subjectId', '=', first.accountId)
    .execute()
  expect(acts).toHaveLength(2)
})
