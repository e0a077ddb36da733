import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { payInDeposit } from '#domain/deposits/pay-in-deposit.ts'
import { captureHold, openHold } from '#domain/ledger/hold-balance.ts'
import { capturePayment } from '#domain/orders/capture-payment.ts'
import { createBankSimulator, OUR_BANK_ACCOUNT } from '#gateways/bank-simulator/create-bank-simulator.ts'
import { createFileStore } from '#gateways/files.ts'
import { createRailBills } from '#gateways/rail-simulator/create-rail-bills.ts'
import { createRailSimulator } from '#gateways/rail-simulator/create-rail-simulator.ts'
import { nameOurAccounts } from '#gateways/rail-simulator/name-our-accounts.ts'
import { pressCashierButton } from '#gateways/rail-simulator/press-cashier-button.ts'
import { buildParty } from '../../../test/build-item.ts'
import { buildPerson } from '../../../test/build-person.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts'
import { listMatches } from './list-matches.ts'
import { pullStatements } from './pull-statements.ts'
import { readDepositCover } from './read-deposit-cover.ts'
import { readTieOut } from './read-tie-out.ts'
import { reconcile } from './reconcile.ts'
import { undoMatch } from './undo-match.ts'

const secret = Buffer.alloc(32, 11)
let t: TestDatabase
let partyId = ''
let month = ''

beforeAll(async () => {
  t = await createTestDatabase()
  await nameOurAccounts(t.db)
  // On the tenth at noon: what is paid reaches the bank in the same month, and midnight parts nothing.
  await t.owner.query(`UPDATE app_clock SET shift_seconds = shift_seconds + extract(epoch FROM
    (date_trunc('month', app_now() AT TIME ZONE 'Asia/Shanghai') + interval '1 month 9 days 12 hours') - (app_now() AT TIME ZONE 'Asia/Shanghai'))::bigint`)
  const { rows } = await sql<{
    month: string
  }>`SELECT to_char(business_day(app_now()), 'YYYY-MM') AS month`.execute(t.db)
  month = rows[0]?.month ?? ''
  partyId = await buildParty(t.db, 'supplier')
  await payDeposit(5_000_000n)
  await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + 3 * 86400')
})
afterAll(() => t[Symbol.asyncDispose]())

async function payDeposit(amountFen: bigint): Promise<void> {
  const rail = createRailSimulator({
    db: t.db,
    secret,
    publicUrl: 'http://localhost',
    chooseBehaviour: () => 'succeed',
  })
  const deps = { db: t.db, rail }
  const { outTradeNo } = await payInDeposit(deps, {
    partyId,
    amountFen,
    idempotencyKey: randomUUID(),
    returnUrl: '/deposit',
  })
  await pressCashierButton(t.db, { outTradeNo, button: 'pay' })
  const answer = await rail.queryPayment(outTradeNo)
  if (answer.outcome !== 'answered' || answer.value.transactionId === null)
    throw new Error('the deposit was not paid')
  await capturePayment(deps, { outTradeNo, transactionId: answer.value.transactionId, amountFen })
}

const takeStatements = () =>
  pullStatements({
    db: t.db,
    pool: t.pool,
    files: createFileStore(
      {
        filesDir: path.join(tmpdir(), `haowu-deposit-bank-${randomUUID()}`),
        s3: undefined,
        publicUrl: 'http://localhost',
      },
      secret,
    ),
    railBills: createRailBills({ db: t.db, secret }),
    bank: createBankSimulator({ db: t.db, ...OUR_BANK_ACCOUNT }),
  })

const ofDeposits = async () =>
  (await readTieOut(t.db, month)).find(({ account }) => account === 'A:DEPOSIT_BANK')

describe('the bank account that holds deposits', () => {
  test('has no balance to compare before its bank has sent a statement', async () => {
    expect(await ofDeposits()).toMatchObject({
      closingFen: 5_000_000n,
      statementFen: null,
      unexplainedFen: null,
    })
  })

  test('ends with what the books say: the payment by its number, and what its channel handed over by the two statements', async () => {
    await takeStatements()
    await reconcile(t)
    const matches = await listMatches(t.db, { account: 'A:DEPOSIT_BANK', limit: 10 })
    expect(
      matches.map(({ stage, state, lefts, rights }) => [stage, state, lefts.length, rights.length]).sort(),
    ).toEqual([
      ['batch', 'auto', 2, 0],
      ['own_no', 'auto', 1, 1],
    ])
    expect(matches.find(({ stage }) => stage === 'batch')?.statementFen).toBe(0n)
    expect(
      await t.db.selectFrom('openLine').selectAll().where('account', '=', 'A:DEPOSIT_BANK').execute(),
    ).toEqual([])
    expect(await ofDeposits()).toMatchObject({ statementFen: 5_000_000n, openFen: 0n, unexplainedFen: 0n })
  })

  test('holds what parties have deposited, and what was kept from them until it is moved', async () => {
    expect(await readDepositCover(t.db, month)).toEqual({
      owedFen: 5_000_000n,
      heldFen: 5_000_000n,
      toMoveFen: 0n,
    })
    await t.db.transaction().execute(async trx => {
      const { holdId } = await openHold(trx, { key: 'k', partyId, amountFen: 80_000n, reason: 'case' })
      await captureHold(trx, { holdId, amountFen: 30_000n })
    })
    expect(await readDepositCover(t.db, month)).toEqual({
      owedFen: 4_970_000n,
      heldFen: 5_000_000n,
      toMoveFen: 30_000n,
    })
  })

  test('once taken apart by somebody is not put together again, and both lines say what is missing', async () => {
    const { memberId } = await buildPerson(t.db, 'finance')
    const [found] = await listMatches(t.db, { account: 'A:DEPOSIT_BANK', stage: 'batch', limit: 1 })
    await undoMatch(t, { matchId: BigInt(found?.id ?? 0), memberId })
    await reconcile(t)
    const standing = await listMatches(t.db, {
      account: 'A:DEPOSIT_BANK',
      stage: 'batch',
      state: 'auto',
      limit: 5,
    })
    expect(standing).toEqual([])
    const breaks = await t.db
      .selectFrom('break')
      .select('amountFen')
      .where('state', '<>', 'resolved')
      .execute()
    expect(breaks.map(({ amountFen }) => amountFen).sort()).toEqual([-5_000_000n, 5_000_000n])
    expect(await ofDeposits()).toMatchObject({ openFen: 0n, unexplainedFen: 0n })
  })
})
