import { createTestDatabase } from '@haowu/server/test/test-database.ts'
import { statementAccountInput } from '@haowu/shared/statement-accounts.ts'
import { expect, test } from 'vitest'
import { registerStatementAccount } from './register-statement-account.ts'

const ACCOUNT = {
  channel: 'kuaishou',
  accountNo: '88001122',
  name: '快手小店',
  ledgerAccount: 'A:CHANNEL_KUAISHOU',
} as const

test('an account is opened once, and saying it again otherwise changes nothing', async () => {
  await using t = await createTestDatabase()
  const register = (name: string) => registerStatementAccount(t, { ...ACCOUNT, name, actor: 'user:1' })
  const outcomes = await Promise.all(['快手小店', '另一个名字', '第三个'].map(register))
  expect(outcomes.sort()).toEqual(['known', 'known', 'registered'])
  const acts = await t.db
    .selectFrom('auditLog')
    .select('action')
    .where('action', '=', 'statement_account_registered')
    .execute()
  expect(acts).toHaveLength(1)
})

test('an account is compared only with books that say the same money', () => {
  expect(statementAccountInput.safeParse(ACCOUNT).success).toBe(true)
  expect(statementAccountInput.safeParse({ ...ACCOUNT, ledgerAccount: 'A:BANK' }).success).toBe(false)
  expect(statementAccountInput.safeParse({ ...ACCOUNT, accountNo: '88 00' }).success).toBe(false)
})
