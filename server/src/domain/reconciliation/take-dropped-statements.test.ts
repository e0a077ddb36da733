import { expect, test } from 'vitest'
import { SALES_MERCHANT } from '#gateways/rail-simulator/create-rail-bills.ts'
import { writeFundBill } from '#gateways/rail-simulator/write-fund-bill.ts'
import { memoryFiles } from '../../../test/build-case.ts'
import { createTestDatabase } from '../../../test/test-database.ts'
import { DROP_FOLDER, takeDroppedStatements } from './take-dropped-statements.ts'

test('what is dropped is taken in the order of names, once, and leaves the folder also where it is refused', async () => {
  await using t = await createTestDatabase()
  await t.db
    .insertInto('statementAccount')
    .values({ channel: 'wechat', accountNo: SALES_MERCHANT, name: '微信收款', ledgerAccount: 'A:CHANNEL' })
    .execute()
  const files = memoryFiles()
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
  // The second day opens where the first ended: turned round, it could not be checked.
  await files.put(`${DROP_FOLDER}/2.csv`, day('2026-11-21', 100n, 50n))
  await files.put(`${DROP_FOLDER}/1.csv`, day('2026-11-20', 0n, 100n))
  await files.put(`${DROP_FOLDER}/3.csv`, day('2026-11-22', 51n, 10n))
  const deps = { pool: t.pool, files }
  const taken = await Promise.all([takeDroppedStatements(deps), takeDroppedStatements(deps)])
  expect(Math.max(...taken)).toBe(3)
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
  expect(await takeDroppedStatements({ pool: t.pool, files }, { now: 59_000 })).toBe(0)
  expect(await files.list(DROP_FOLDER)).toEqual([`${DROP_FOLDER}/1.csv`])
})
