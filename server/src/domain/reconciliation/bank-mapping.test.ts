import { createHash } from 'node:crypto'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import type { BankMapping } from '@haowu/shared/bank-mapping.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { explainBankTable } from './explain-bank-table.ts'
import { loadStatement } from './load-statement.ts'
import { askBankTable, tryBankMapping } from './preview-bank-mapping.ts'
import { rememberBankMapping } from './remember-bank-mapping.ts'

let t: TestDatabase
beforeEach(async () => {
  t = await createTestDatabase()
})
afterEach(() => t[Symbol.asyncDispose]())

const MAPPING: BankMapping = {
  columns: { day: '日期', in: '收入', out: '支出', balance: '余额' },
  positiveIsOut: false,
}
const OTHER: BankMapping = {
  columns: { day: '记账日', amount: '金额', balance: '余额' },
  positiveIsOut: true,
}

const stored = new Map<string, Buffer>()
const files = {
  async *readChunks(key: string) {
    yield stored.get(key) ?? Buffer.alloc(0)
  },
}
const deps = () => ({ ...t, files, read: files.readChunks })

/** A table of one day, each day following the one before. */
function table(title: string, { header = '日期,收入,支出,余额', day = 1 } = {}): Buffer {
  return Buffer.from(`${title}\n${header}\n2026010${day},1.00,,${day}.00\n`)
}
const load = (bytes: Buffer, accountNo: string | null = null) => {
  const sha256 = createHash('sha256').update(bytes).digest()
  const fileKey = sha256.toString('hex')
  stored.set(fileKey, bytes)
  return loadStatement(deps(), { fileKey, fileName: 'a.csv', sha256, loadedBy: 'test', accountNo })
}

test('the mapping of a bank is asked once: this file and its next are read by it, a changed one is asked about again', async () => {
  const first = await load(table('账号：62220001'))
  expect(first.state).toBe('asking')
  const said = {
    accountNo: '62220001',
    name: '基本户',
    mapping: MAPPING,
    actor: 'user:1',
    loadedBy: 'member:1',
  }
  expect(await explainBankTable(deps(), { ...said, fileId: first.fileId })).toMatchObject({
    state: 'loaded',
    fileId: first.fileId,
    lineCount: 1,
  })
  await expect(explainBankTable(deps(), { ...said, fileId: first.fileId })).rejects.toMatchObject({
    code: 'not_found',
  })
  expect(await load(table('账号：62220001', { day: 2 }))).toMatchObject({ state: 'loaded', lineCount: 1 })
  expect(await load(table('明细', { day: 3 }))).toMatchObject({ state: 'loaded' })
  expect((await load(table('账号：99990001', { day: 4 }))).state).toBe('asking')
  expect((await load(table('账号：62220001', { day: 4, header: '日期,转入,转出,余额' }))).state).toBe(
    'asking',
  )

  const days = await t.db
    .selectFrom('statementLine')
    .select(['amountFen', 'balanceFen'])
    .orderBy('balanceFen')
    .execute()
  expect(days).toEqual([1n, 2n, 3n].map(day => ({ amountFen: 100n, balanceFen: day * 100n })))
})

test('a table that two accounts could have written is asked about, unless it or its sender names one', async () => {
  for (const accountNo of ['62220001', '62220002'])
    await rememberBankMapping(t, { accountNo, name: '户', mapping: MAPPING, actor: 'user:1' })
  expect((await load(table('明细'))).state).toBe('asking')
  expect((await load(table('明细'), '62220002')).state).toBe('loaded')
  expect((await load(table('账号: 6222 0001'))).state).toBe('loaded')
  const accounts = await t.db
    .selectFrom('statementFile as file')
    .innerJoin('statementAccount as account', 'account.id', 'file.accountId')
    .select('accountNo')
    .orderBy('accountNo')
    .execute()
  expect(accounts.map(({ accountNo }) => accountNo)).toEqual(['62220001', '62220002'])
})

test('before anything is kept one sees how the table would be read, or why it would be refused', async () => {
  const { fileId } = await load(
    Buffer.from('账号：62220009\n日期,收入,支出,余额\n20260101,1.00,,5.00\n20260102,,2.00,3.01\n'),
  )
  const asked = await askBankTable(deps(), fileId)
  expect(asked).toMatchObject({
    fileName: 'a.csv',
    accounts: [],
    proposal: { accountNo: '62220009', headerLine: 2 },
  })
  const tried = await tryBankMapping(deps(), { fileId, mapping: MAPPING })
  expect(tried).toMatchObject({
    totals: null,
    refusal: { rule: 'balance', line: 4, expected: '3.00', found: '3.01' },
  })
  expect(tried.lines).toHaveLength(1)
})

test('said again, it is the same account with the new mapping, and both are in the audit log', async () => {
  const remember = (mapping: BankMapping) =>
    rememberBankMapping(t, { accountNo: '62220003', name: '户', mapping, actor: 'user:1' })
  const first = await remember(MAPPING)
  expect(await remember(OTHER)).toEqual(first)
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
