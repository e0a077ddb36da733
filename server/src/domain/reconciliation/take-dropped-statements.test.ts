import { expect, test } from 'vitest'
import { SALES_MERCHANT } from '#gateways/rail-simulator/create-rail-bills.ts'
import { writeFundBill } from '#gateways/rail-simulator/write-fund-bill.ts'
import { memoryFiles } from '../../../test/build-case.ts'
import { createTestDatabase } from '../../../test/test-database.ts'
import { LARGEST_STATEMENT } from './receive-statement.ts'
import { DROP_FOLDER, takeDroppedStatements } from './take-dropped-statements.ts'

const day = (of: string, openingFen: bigint, amountFen: bigint) =>
  writeFundBill(
    [
      {
        kind: 'payment',
        at: new Date(`${of}T10:00:00+08:00`),
        outTradeNo: of,
        transactionId: of,
        subject: '',
        amountFen,
        outRefundNo: null,
        refundId: null,
        status: 'SUCCESS',
      },
    ],
    { day: of, openingFen },
  )

test('what is dropped is taken in the order of names, once, and leaves the folder also where it is refused', async () => {
  await using t = await createTestDatabase()
  await t.db
    .insertInto('statementAccount')
    .values({ channel: 'wechat', accountNo: SALES_MERCHANT, name: '微信收款', ledgerAccount: 'A:CHANNEL' })
    .execute()
  const files = memoryFiles()
  // The second day opens where the first ended: turned round, it could not be checked.
  await files.put(`${DROP_FOLDER}/2.csv`, day('2026-11-21', 100n, 50n))
  await files.put(`${DROP_FOLDER}/1.csv`, day('2026-11-20', 0n, 100n))
  await files.put(`${DROP_FOLDER}/3.csv`, day('2026-11-22', 51n, 10n))
  const deps = { pool: t.pool, files }
  const taken = await Promise.all([takeDroppedStatements(deps), takeDroppedStatements(deps)])
  expect(Math.max(...taken.map(run => run.taken))).toBe(3)
  expect(await files.list(DROP_FOLDER)).toEqual([])
  const kept = await t.db
    .selectFrom('statementFile')
    .select(['fileName', 'state', 'loadedBy', 'kind'])
    .distinct()
    .orderBy('fileName')
    .execute()
  const by = { loadedBy: 'drop', kind: 'fund' }
  expect(kept).toEqual([
    { fileName: '1.csv', state: 'loaded', ...by },
    { fileName: '2.csv', state: 'loaded', ...by },
    { fileName: '3.csv', state: 'refused', ...by },
  ])
})

test('what somebody is still writing stays until it has been quiet for a minute', async () => {
  await using t = await createTestDatabase()
  const files = memoryFiles()
  await files.put(`${DROP_FOLDER}/1.csv`, Buffer.from('half a l'))
  expect(await takeDroppedStatements({ pool: t.pool, files }, { now: 59_000 })).toEqual({
    taken: 0,
    removed: 0,
  })
  expect(await files.list(DROP_FOLDER)).toEqual([`${DROP_FOLDER}/1.csv`])
})

test('sixty empty files before a statement do not keep it out, and are removed', async () => {
  await using t = await createTestDatabase()
  const files = memoryFiles()
  const flags = Array.from({ length: 60 }, (_, index) => `${DROP_FOLDER}/0-${index}.flag`)
  for (const flag of flags) await files.put(flag, Buffer.alloc(0))
  await files.put(`${DROP_FOLDER}/1.csv`, day('2026-11-20', 0n, 100n))
  expect(await takeDroppedStatements({ pool: t.pool, files })).toEqual({ taken: 1, removed: 60 })
  expect(await files.list(DROP_FOLDER)).toEqual([])
})

test('an empty file stays for a day, because somebody may have opened it who has nothing to write yet', async () => {
  await using t = await createTestDatabase()
  const files = memoryFiles()
  await files.put(`${DROP_FOLDER}/1.csv`, Buffer.alloc(0))
  const dayMs = 24 * 3_600_000
  const at = (now: number) => takeDroppedStatements({ pool: t.pool, files }, { now })
  expect(await at(dayMs - 1)).toEqual({ taken: 0, removed: 0 })
  expect(await files.list(DROP_FOLDER)).toEqual([`${DROP_FOLDER}/1.csv`])
  expect(await at(dayMs)).toEqual({ taken: 0, removed: 1 })
  expect(await files.list(DROP_FOLDER)).toEqual([])
})

test('a file too large to be a statement is kept as refused, and what comes after it is taken', async () => {
  await using t = await createTestDatabase()
  const files = memoryFiles()
  await files.put(`${DROP_FOLDER}/0.csv`, Buffer.from('as if of gigabytes'))
  await files.put(`${DROP_FOLDER}/1.csv`, day('2026-11-20', 0n, 100n))
  const stat: typeof files.stat = async key => {
    const file = await files.stat(key)
    return file && key === `${DROP_FOLDER}/0.csv` ? { ...file, bytes: LARGEST_STATEMENT + 1 } : file
  }
  expect(await takeDroppedStatements({ pool: t.pool, files: { ...files, stat } })).toEqual({
    taken: 2,
    removed: 0,
  })
  expect(await files.list(DROP_FOLDER)).toEqual([])
  const kept = await t.db
    .selectFrom('statementFile')
    .select(['fileKey', 'state', 'refusal'])
    .where('fileName', '=', '0.csv')
    .executeTakeFirstOrThrow()
  expect(kept).toMatchObject({ state: 'refused', refusal: { rule: 'too_large' } })
  expect(String(files.kept.get(kept.fileKey))).toBe('as if of gigabytes')
})

test('a file that fails stays and is told of, and what comes after it is taken', async () => {
  await using t = await createTestDatabase()
  const files = memoryFiles()
  await files.put(`${DROP_FOLDER}/0.csv`, Buffer.from('unreadable'))
  await files.put(`${DROP_FOLDER}/1.csv`, day('2026-11-20', 0n, 100n))
  const get: typeof files.get = async key => {
    if (key === `${DROP_FOLDER}/0.csv`) throw new Error('the store is away')
    return files.get(key)
  }
  await expect(takeDroppedStatements({ pool: t.pool, files: { ...files, get } })).rejects.toMatchObject({
    errors: [new Error('the store is away')],
  })
  expect(await files.list(DROP_FOLDER)).toEqual([`${DROP_FOLDER}/0.csv`])
})
