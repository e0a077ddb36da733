import { createHash } from 'node:crypto'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BANK_FORMATS, type BankFormat } from '#gateways/bank.ts'
import { createBankSimulator } from '#gateways/bank-simulator/create-bank-simulator.ts'
import type { BankFault } from '#gateways/bank-simulator/plant-faults.ts'
import type { BankHabits } from '#gateways/bank-simulator/read-bank-statement.ts'
import { loadStatement } from './load-statement.ts'
import { rememberBankMapping } from './remember-bank-mapping.ts'

const ACCOUNT = { accountNo: '6222000011112222', holder: '好物联盟' }
const DAYS = ['2026-03-02', '2026-03-03']

let t: TestDatabase
beforeEach(async () => {
  t = await createTestDatabase()
  await sql`
    INSERT INTO rail_simulator.payment (out_trade_no, amount_fen, subject, return_url, expires_at, pays_at, transaction_id) VALUES
      ('P1', 150000, 's', '/', app_now(), '2026-03-01 10:00+08', 't1'), ('P2', 7000, 's', '/', app_now(), '2026-03-02 10:00+08', 't2')`.execute(
    t.db,
  )
  await sql`
    INSERT INTO rail_simulator.transfer (out_transfer_no, amount_fen, payee_hash, transfer_id, ends_as, ends_at) VALUES
      ('T260302AAAAAAAAAA', 30000, ''::bytea, 'x1', 'SUCCESS', '2026-03-02 10:00+08'),
      ('T260302BBBBBBBBBB', 20000, ''::bytea, 'x2', 'SUCCESS', '2026-03-02 11:00+08')`.execute(t.db)
  // The mapping that a person would have confirmed; the other formats need none.
  await rememberBankMapping(t, {
    accountNo: ACCOUNT.accountNo,
    name: '基本户',
    actor: 'user:1',
    mapping: {
      columns: {
        day: '交易日期',
        time: '交易时间',
        out: '借方发生额',
        in: '贷方发生额',
        balance: '余额',
        bankNo: '流水号',
        ownNo: '业务参考号',
      },
      positiveIsOut: false,
    },
  })
})
afterEach(() => t[Symbol.asyncDispose]())

interface Fetched {
  day: string
  format: BankFormat
  habits?: Partial<BankHabits>
  fault?: BankFault
}

async function fetchAndLoad({ day, format, habits = {}, fault }: Fetched) {
  const bank = createBankSimulator({ db: t.db, ...ACCOUNT, habits, ...(fault ? { fault } : {}) })
  const answer = await bank.fetchStatement({ accountNo: ACCOUNT.accountNo, day, format })
  if (answer.outcome !== 'answered') throw new Error(`no statement of ${day}`)
  async function* read() {
    if (answer.outcome === 'answered') yield answer.bytes
  }
  const sha256 = createHash('sha256').update(answer.bytes).digest()
  return loadStatement(
    { pool: t.pool, read },
    { fileKey: answer.fileName, fileName: answer.fileName, sha256, loadedBy: 'test', day },
  )
}

const readLines = () =>
  t.db
    .selectFrom('statementLine')
    .select(['amountFen', 'ownNo', 'batchNo'])
    .orderBy('businessDay')
    .orderBy('lineNo')
    .execute()

describe.each(BANK_FORMATS)('statements of the bank as %s', format => {
  test('are loaded day after day, each line under the number of its payout or batch', async () => {
    for (const day of DAYS) expect(await fetchAndLoad({ day, format })).toMatchObject({ state: 'loaded' })
    expect(await readLines()).toEqual(
      [
        { amountFen: 150_000n, ownNo: expect.anything(), batchNo: 'SB260301' },
        { amountFen: -30_000n, ownNo: 'T260302AAAAAAAAAA', batchNo: null },
        { amountFen: -20_000n, ownNo: 'T260302BBBBBBBBBB', batchNo: null },
        { amountFen: 7_000n, ownNo: expect.anything(), batchNo: 'SB260302' },
      ].map(line => (format === 'camt053' && line.batchNo ? { ...line, ownNo: null } : line)),
    )
    expect(await fetchAndLoad({ day: DAYS[0] ?? '', format })).toMatchObject({ newLines: 0 })
  })

  test('with a wrong total are refused as a whole, and none of their lines is kept', async () => {
    expect(await fetchAndLoad({ day: DAYS[0] ?? '', format, fault: 'wrong_total' })).toMatchObject({
      state: 'refused',
      refusal: { rule: 'closing' },
    })
    expect(await readLines()).toEqual([])
  })

  test('that do not go on where the day before ended are refused', async () => {
    expect(await fetchAndLoad({ day: DAYS[0] ?? '', format, fault: 'lost' })).toMatchObject({
      state: 'loaded',
    })
    expect(await fetchAndLoad({ day: DAYS[1] ?? '', format })).toMatchObject({
      state: 'refused',
      refusal: { rule: 'opening_not_closing' },
    })
  })
})

test('payouts booked as one are one line of the batch, or its payments where the format tells them', async () => {
  const habits = { payoutsAs: 'batch', chargeFen: 50n } as const
  await fetchAndLoad({ day: DAYS[0] ?? '', format: 'mt940', habits })
  expect((await readLines()).slice(1)).toEqual([
    { amountFen: -50_000n, ownNo: 'PB260302', batchNo: 'PB260302' },
    { amountFen: -100n, ownNo: 'PB260302', batchNo: 'PB260302' },
  ])
  await t.owner.query('TRUNCATE statement_file, statement_line CASCADE')
  await fetchAndLoad({ day: DAYS[0] ?? '', format: 'camt053', habits })
  expect((await readLines()).slice(1)).toEqual([
    { amountFen: -30_000n, ownNo: 'T260302AAAAAAAAAA', batchNo: 'PB260302' },
    { amountFen: -20_000n, ownNo: 'T260302BBBBBBBBBB', batchNo: 'PB260302' },
    { amountFen: -100n, ownNo: null, batchNo: 'PB260302' },
  ])
})
