import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closingOf } from './bank-statement.ts'
import { createBankSimulator } from './create-bank-simulator.ts'
import { type BankHabits, readBankStatement, USUAL_HABITS } from './read-bank-statement.ts'

const ACCOUNT = { accountNo: '6222000011112222', holder: '好物联盟' }
const DAY = '2026-03-02'
const NEXT = '2026-03-03'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
  // Two payments and a refund on the first of March, of which the last second counts; payouts on the two days after; and deposits,
  // which are another bank's.
  await sql`
    INSERT INTO rail_simulator.payment (out_trade_no, amount_fen, subject, return_url, expires_at, pays_at, transaction_id) VALUES
      ('P1', 100000, 's', '/', app_now(), '2026-03-01 00:00:00+08', 't1'),
      ('P2', 50001, 's', '/', app_now(), '2026-03-01 23:59:59+08', 't2'),
      ('P3', 70000, 's', '/', app_now(), '2026-03-02 00:00:00+08', 't3'),
      ('D5', 88888, 's', '/', app_now(), '2026-03-01 12:00+08', 't5'),
      ('P4', 99999, 's', '/', app_now(), NULL, 't4')`.execute(t.db)
  await sql`
    INSERT INTO rail_simulator.refund (out_refund_no, out_trade_no, amount_fen, ends_as, ends_at) VALUES
      ('R1', 'P1', 1000, 'SUCCESS', '2026-03-01 12:00+08'), ('R2', 'P1', 500, 'ABNORMAL', '2026-03-01 12:00+08')`.execute(
    t.db,
  )
  await sql`
    INSERT INTO rail_simulator.transfer (out_transfer_no, amount_fen, payee_hash, transfer_id, ends_as, ends_at, fail_reason) VALUES
      ('T260302AAAAAAAAAA', 30000, ''::bytea, 'x1', 'SUCCESS', '2026-03-02 10:00+08', NULL),
      ('T260302BBBBBBBBBB', 20000, ''::bytea, 'x2', 'SUCCESS', '2026-03-02 11:00+08', NULL),
      ('T260302CCCCCCCCCC', 9000, ''::bytea, 'x3', 'FAIL', '2026-03-02 11:00+08', 'ACCOUNT_ERROR'),
      ('X260302EEEEEEEEEE', 7777, ''::bytea, 'x5', 'SUCCESS', '2026-03-02 12:00+08', NULL),
      ('T260303DDDDDDDDDD', 5000, ''::bytea, 'x4', 'SUCCESS', '2026-03-03 11:00+08', NULL)`.execute(t.db)
})
afterAll(() => t[Symbol.asyncDispose]())

const readDay = (day: string, habits: Partial<BankHabits> = {}) =>
  readBankStatement(t.db, ACCOUNT, { day, habits: { ...USUAL_HABITS, ...habits } })

describe('the bank', () => {
  test('books what the channel hands over for the day before, and each payout that succeeded', async () => {
    const { openingFen, movements, sequence } = await readDay(DAY)
    expect({ openingFen, sequence }).toEqual({ openingFen: 0n, sequence: 61 })
    expect(movements.map(({ amountFen, ownNo, batchNo, kind }) => [amountFen, ownNo, batchNo, kind])).toEqual(
      [
        [149_001n, null, 'SB260301', 'settlement'],
        [-30_000n, 'T260302AAAAAAAAAA', null, 'payout'],
        [-20_000n, 'T260302BBBBBBBBBB', null, 'payout'],
      ],
    )
  })

  test.each<[string, Partial<BankHabits>]>([
    ['without fees', {}],
    ['with a fee of the channel', { channelFeeBps: 60n }],
    ['with payouts in batches', { payoutsAs: 'batch', chargeFen: 50n, channelFeeBps: 60n }],
  ])('begins each day with what the day before ended with, %s', async (_, habits) => {
    expect((await readDay(NEXT, habits)).openingFen).toBe(closingOf(await readDay(DAY, habits)))
    expect((await readDay('2026-03-05', habits)).openingFen).toBe(closingOf(await readDay(NEXT, habits)))
  })

  test('books payouts of a day as one, with a charge beside it and the channel’s fee inside, where that is its habit', async () => {
    const { movements } = await readDay(DAY, { payoutsAs: 'batch', chargeFen: 50n, channelFeeBps: 60n })
    expect(movements.map(({ amountFen, batchNo, kind }) => [amountFen, batchNo, kind])).toEqual([
      [149_001n - 900n, 'SB260301', 'settlement'],
      [-50_000n, 'PB260302', 'payout'],
      [-100n, 'PB260302', 'fee'],
    ])
    expect(movements[1]?.parts?.map(({ ownNo }) => ownNo)).toEqual(['T260302AAAAAAAAAA', 'T260302BBBBBBBBBB'])
  })

  test('has a statement from the next morning on, the same bytes each time, and none of a day without business', async () => {
    const bank = createBankSimulator({ db: t.db, ...ACCOUNT })
    const wanted = { accountNo: ACCOUNT.accountNo, day: DAY, format: 'mt940' } as const
    const answer = await bank.fetchStatement(wanted)
    expect(answer.outcome).toBe('answered')
    expect(await bank.fetchStatement(wanted)).toEqual(answer)
    expect((await bank.fetchStatement({ ...wanted, day: '2026-03-09' })).outcome).toBe('none')
    expect((await bank.fetchStatement({ ...wanted, accountNo: '1' })).outcome).toBe('none')
    expect((await bank.fetchStatement({ ...wanted, day: '2999-01-01' })).outcome).toBe('not_ready')
  })
})
