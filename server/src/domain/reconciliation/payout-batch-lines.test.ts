import { createHash, randomUUID } from 'node:crypto'
import {
  buildApprovedBatch,
  buildEarner,
  earn,
  PAYEE_SECRETS,
} from '@haowu/server/test/build-payout-batch.ts'
import { buildPerson } from '@haowu/server/test/build-person.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { decidePayout } from '#domain/settlement/decide-payout.ts'
import { giveFileToBank } from '#domain/settlement/give-file-to-bank.ts'
import { readPayoutBatch } from '#domain/settlement/read-payout-batch.ts'
import { recordPayoutOutcome } from '#domain/settlement/record-payout-outcome.ts'
import { requestPayout } from '#domain/settlement/request-payout.ts'
import { returnPayout } from '#domain/settlement/return-payout.ts'
import { resolvePayouts } from '#domain/settlement/resolve-payouts.ts'
import { sendPayouts } from '#domain/settlement/send-payouts.ts'
import { listPayouts } from '#domain/settlement/list-payouts.ts'
import { createRailSimulator } from '#gateways/rail-simulator/create-rail-simulator.ts'
import { createBankSimulator, OUR_BANK_ACCOUNT } from '#gateways/bank-simulator/create-bank-simulator.ts'
import { createPayoutBank } from '#gateways/bank-simulator/create-payout-bank.ts'
import { nameOurAccounts } from '#gateways/rail-simulator/name-our-accounts.ts'
import { loadStatement } from './load-statement.ts'
import { bookBatchCharges } from './book-batch-charges.ts'
import { feedBookLines } from './feed-book-lines.ts'
import { listMatches } from './list-matches.ts'
import { matchAccount } from './match-account.ts'
import { reconcile } from './reconcile.ts'
import { undoMatch } from './undo-match.ts'

const [FINANCE, SECOND] = [randomUUID(), randomUUID()]

let t: TestDatabase
let batch: Awaited<ReturnType<typeof buildApprovedBatch>>
beforeEach(async () => {
  t = await createTestDatabase()
  await t.owner.query(
    `INSERT INTO statement_account (channel, account_no, name, ledger_account) VALUES ('bank', '1', '银行', 'A:BANK')`,
  )
  await t.owner.query(`INSERT INTO statement_file (account_id, kind, format, sha256, file_key, file_name, day_from, day_to, state, loaded_by)
    SELECT id, 'bank', 'mt940', sha256('1'), 'k', 'f', business_day(app_now()), business_day(app_now()), 'loaded', 'test' FROM statement_account
    WHERE account_no = '1'`)
  for (const amountFen of [50_000n, 30_000n, 20_000n]) await buildEarner(t.db, amountFen)
  batch = await buildApprovedBatch(t.db, 'file')
  return () => t[Symbol.asyncDispose]()
})

/** In the order of their amounts: 500, 300 and 200 yuan. */
const end = async (...outcomes: ('confirmed' | 'failed' | 'unknown')[]) => {
  for (const [at, outcome] of outcomes.entries())
    for (const userId of outcome === 'failed' ? [FINANCE, SECOND] : [FINANCE])
      await recordPayoutOutcome(t, { payoutId: batch.lines[at]?.payoutId ?? '', outcome, userId })
}

/** A payout that was asked for by itself and paid over the rail. */
async function payAlone(amountFen: bigint) {
  const partyId = await buildEarner(t.db, amountFen)
  const { payoutId } = await requestPayout(t, {
    partyId,
    amountFen,
    makerId: FINANCE,
    idempotencyKey: 'asked-for-alone',
  })
  const { rows } = await listPayouts(t.db, { partyId, limit: 1 })
  const version = rows[0]?.version ?? ''
  await decidePayout(t, { payoutId, checkerId: randomUUID(), version, decision: 'approve' })
  await pay()
}

/** Over the rail, whatever is approved. */
async function pay() {
  const rail = createRailSimulator({
    db: t.db,
    secret: PAYEE_SECRETS.railWebhook,
    publicUrl: 'http://localhost',
    chooseBehaviour: () => 'succeed',
  })
  const deps = { db: t.db, rail, secrets: PAYEE_SECRETS }
  await sendPayouts(deps, { limit: 10 })
  await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + 60')
  await resolvePayouts(deps, { limit: 10 })
}

interface Told {
  amountFen: bigint
  no?: string | null
  batchNo?: string | null
  daysAgo?: number
  kind?: string
}

let told = 0
async function tell({ amountFen, no = null, batchNo = null, daysAgo = 0, kind = 'transfer' }: Told) {
  told += 1
  await sql`
    WITH line AS (
      INSERT INTO statement_line (file_id, account_id, line_no, fingerprint, kind, amount_fen, booked_at, business_day, own_no, batch_no, raw)
      SELECT id, account_id, ${told}, convert_to(${`line ${told}`}, 'UTF8'), ${kind}, ${amountFen}, app_now() - ${daysAgo}::int * interval '1 day',
        business_day(app_now()) - ${daysAgo}::int, ${no}, ${batchNo}, '' FROM statement_file RETURNING id
    ) INSERT INTO open_line (side, line_id, account) SELECT 'statement', id, 'A:BANK' FROM line`.execute(t.db)
}

async function reconciled() {
  await feedBookLines(t)
  await matchAccount(t, 'A:BANK')
  const matches = await listMatches(t.db, { account: 'A:BANK', limit: 20 })
  const breaks = await t.db
    .selectFrom('break')
    .select(['class', 'amountFen'])
    .where('state', '<>', 'resolved')
    .execute()
  return {
    matches: matches
      .map(({ stage, state, statementFen, bookFen, lefts, rights }) => ({
        stage: `${stage} ${state}`,
        sums: [statementFen, bookFen],
        lines: [lefts.length, rights.length],
      }))
      .toReversed(),
    breaks: breaks.map(found => found.class).sort(),
  }
}

/** At noon, so that midnight does not part what belongs to one day. */
const goToNoon = () =>
  t.owner.query(`UPDATE app_clock SET shift_seconds = shift_seconds + extract(epoch FROM
    (date_trunc('day', app_now() AT TIME ZONE 'Asia/Shanghai') + interval '1 day 12 hours') - (app_now() AT TIME ZONE 'Asia/Shanghai'))::bigint`)

/** The statement of today, taken in tomorrow. */
async function readStatement(format: 'mt940' | 'camt053', newLines: number) {
  const { rows } = await t.owner.query<{ day: string }>('SELECT business_day(app_now())::text AS day')
  const day = rows[0]?.day ?? ''
  await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + 86400')
  const bank = createBankSimulator({ db: t.db, ...OUR_BANK_ACCOUNT, habits: { payoutsAs: 'batch' } })
  const answer = await bank.fetchStatement({ accountNo: OUR_BANK_ACCOUNT.accountNo, day, format })
  if (answer.outcome !== 'answered') throw new Error(`no statement of ${day}`)
  const { bytes, fileName } = answer
  async function* read() {
    yield bytes
  }
  const sha256 = createHash('sha256').update(bytes).digest()
  const file = { fileKey: fileName, fileName, sha256, loadedBy: 'test', day }
  expect(await loadStatement({ pool: t.pool, read }, file)).toMatchObject({ state: 'loaded', newLines })
}

const one = (fen: bigint, lines: [number, number]) => ({ stage: 'batch auto', sums: [fen, fen], lines })

describe('a batch of payouts that the bank booked under our number', () => {
  test('as one sum is matched with all its lines, whenever their outcomes were recorded', async () => {
    await tell({ amountFen: -100_000n, no: batch.no, batchNo: batch.no, daysAgo: 9 })
    expect((await reconciled()).matches).toEqual([])
    await end('confirmed', 'confirmed', 'unknown')
    expect((await reconciled()).matches).toEqual([])
    await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + 86400')
    await recordPayoutOutcome(t, {
      payoutId: batch.lines[2]?.payoutId ?? '',
      outcome: 'confirmed',
      userId: FINANCE,
    })
    expect(await reconciled()).toEqual({ matches: [one(-100_000n, [1, 3])], breaks: [] })
  })

  test('whole, with what it could not pay coming back, is matched with the lines that were paid', async () => {
    await tell({ amountFen: -100_000n, no: batch.no, batchNo: batch.no })
    await tell({ amountFen: 30_000n, no: batch.no, batchNo: batch.no })
    await end('confirmed', 'failed', 'confirmed')
    expect(await reconciled()).toEqual({ matches: [one(-70_000n, [2, 2])], breaks: [] })
  })

  test('in parts is matched with all its lines; its charge stands beside them and is a line of its own', async () => {
    await tell({ amountFen: -50_000n, no: batch.no, batchNo: batch.no })
    await tell({ amountFen: -50_000n, no: null, batchNo: batch.no })
    await tell({ amountFen: -150n, no: batch.no, batchNo: batch.no, kind: 'fee' })
    await end('confirmed', 'confirmed', 'confirmed')
    expect(await reconciled()).toEqual({ matches: [one(-100_000n, [2, 3])], breaks: ['EXT_ONLY'] })
  })

  test('twice is matched once, and the other is a duplicate', async () => {
    for (const _ of [1, 2]) await tell({ amountFen: -100_000n, no: batch.no, batchNo: batch.no })
    await end('confirmed', 'confirmed', 'confirmed')
    expect(await reconciled()).toEqual({ matches: [one(-100_000n, [1, 3])], breaks: ['DUP_EXT'] })
  })

  test.each([-100_001n, -99_999n])('is not matched with another sum: %s fen', async amountFen => {
    await tell({ amountFen, no: batch.no, batchNo: batch.no })
    await end('confirmed', 'confirmed', 'confirmed')
    expect((await reconciled()).matches).toEqual([])
  })

  test('line by line is matched line by line, under the numbers of the payouts', async () => {
    for (const { no, netFen } of batch.lines) await tell({ amountFen: -netFen, no, batchNo: batch.no })
    await end('confirmed', 'confirmed', 'confirmed')
    const { matches, breaks } = await reconciled()
    expect(matches.map(({ stage, lines }) => [stage, lines])).toEqual(
      Array.from({ length: 3 }, () => ['own_no auto', [1, 1]]),
    )
    expect(breaks).toEqual([])
  })

  test('and a line that came back later is a line of its own on both sides', async () => {
    const [first] = batch.lines
    await tell({ amountFen: -100_000n, no: batch.no, batchNo: batch.no })
    await tell({ amountFen: 50_000n, no: first?.no ?? '' })
    await end('confirmed', 'confirmed', 'confirmed')
    for (const userId of [FINANCE, SECOND])
      await returnPayout(t, { payoutId: first?.payoutId ?? '', reference: 'R-0001', userId })
    expect((await reconciled()).matches).toEqual([
      { stage: 'own_no auto', sums: [50_000n, 50_000n], lines: [1, 1] },
      one(-100_000n, [1, 3]),
    ])
  })
})

describe('a charge of the bank inside the one amount of a batch', () => {
  const fees = async () => {
    const { rows } = await t.owner.query<{ fen: string }>(
      `SELECT leg.amount_fen AS fen FROM ledger.leg JOIN ledger.transaction ON transaction.id = transaction_id WHERE kind = 'batch_charged'`,
    )
    return rows.map(({ fen }) => BigInt(fen))
  }
  const charged = async () => {
    await feedBookLines(t)
    await bookBatchCharges(t)
    return reconciled()
  }

  test('is booked by the rule once the batch has ended, and matched with it; looked at again, once', async () => {
    await tell({ amountFen: -100_150n, no: batch.no, batchNo: batch.no, daysAgo: 2 })
    await end('confirmed', 'confirmed', 'unknown')
    expect((await charged()).matches).toEqual([])
    expect(await fees()).toEqual([])
    await recordPayoutOutcome(t, {
      payoutId: batch.lines[2]?.payoutId ?? '',
      outcome: 'confirmed',
      userId: FINANCE,
    })
    for (const _ of [1, 2]) expect(await charged()).toEqual({ matches: [one(-100_150n, [1, 4])], breaks: [] })
    expect(await fees()).toEqual([150n])
    expect((await proveLedger(t.db)).disagreement).toBeNull()
    const { reason } = await t.db.selectFrom('match').select('reason').executeTakeFirstOrThrow()
    expect(reason).toMatchObject({ batch: batch.no, feeFen: '150', rule: 'batch_charge', version: 1 })
  })

  test('is known too where the bank gave back less than what could not be paid', async () => {
    await tell({ amountFen: -100_000n, no: batch.no, batchNo: batch.no })
    await tell({ amountFen: 29_900n, no: batch.no, batchNo: batch.no })
    await end('confirmed', 'failed', 'confirmed')
    expect(await charged()).toEqual({ matches: [one(-70_100n, [2, 3])], breaks: [] })
    expect(await fees()).toEqual([100n])
  })

  test.each([
    ['more than the rule allows for each payout', -101_501n],
    ['none at all, and a fen too little', -99_999n],
  ])('is not booked where it is %s: a person asks', async (_, amountFen) => {
    await tell({ amountFen, no: batch.no, batchNo: batch.no })
    await end('confirmed', 'confirmed', 'confirmed')
    expect((await charged()).matches).toEqual([])
    expect(await fees()).toEqual([])
  })

  test('is not put together again once somebody has taken it apart', async () => {
    await tell({ amountFen: -100_150n, no: batch.no, batchNo: batch.no })
    await end('confirmed', 'confirmed', 'confirmed')
    await charged()
    const { id } = await t.db.selectFrom('match').select('id').executeTakeFirstOrThrow()
    const { memberId } = await buildPerson(t.db, 'finance')
    await undoMatch(t, { matchId: id, memberId })
    const { matches } = await charged()
    expect(matches.filter(({ stage }) => !stage.endsWith('undone'))).toEqual([])
    expect(await fees()).toEqual([150n])
  })
})

describe('the file of a batch that the simulated bank is given', () => {
  test('is paid but for its last line, booked as one amount with its charge, and its statement matches by itself', async () => {
    await t[Symbol.asyncDispose]()
    t = await createTestDatabase()
    await nameOurAccounts(t.db)
    await goToNoon()
    for (const amountFen of [50_000n, 30_000n, 20_000n]) await buildEarner(t.db, amountFen)
    batch = await buildApprovedBatch(t.db, 'file')
    const deps = { db: t.db, secrets: PAYEE_SECRETS, bank: createPayoutBank(t) }
    const given = { batchId: batch.batchId, userId: FINANCE }
    expect(await giveFileToBank(deps, given)).toEqual({ confirmed: 2, failed: 1 })
    expect(await giveFileToBank(deps, given)).toEqual({ confirmed: 0, failed: 0 })
    const failed = batch.lines.toSorted((one, other) => (one.no < other.no ? -1 : 1)).at(-1)
    const paidFen = 100_000n - (failed?.netFen ?? 0n)
    await readStatement('camt053', 2)
    await reconcile(t)
    expect(await reconciled()).toEqual({ matches: [one(-paidFen - 100n, [2, 3])], breaks: [] })
  })
})

describe('a batch of payouts that the bank booked under a number of its own', () => {
  const PB = { no: 'PB1', batchNo: 'PB1' }

  test('is matched when it is whole, beside a payout of the same day that was in no batch', async () => {
    await payAlone(7_000n)
    await tell({ amountFen: -80_000n, ...PB })
    await end('confirmed', 'confirmed')
    expect((await reconciled()).matches).toEqual([])
    await tell({ amountFen: -100_000n, ...PB })
    await recordPayoutOutcome(t, {
      payoutId: batch.lines[2]?.payoutId ?? '',
      outcome: 'confirmed',
      userId: FINANCE,
    })
    expect((await reconciled()).matches).toEqual([one(-100_000n, [1, 3])])
  })

  test('is left to a person when two batches come to the same', async () => {
    await end('confirmed', 'confirmed', 'confirmed')
    await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + 86400')
    for (const { partyId, amountFen } of batch.lines)
      await earn(t.db, { partyId, amountFen, kind: 'supplier' })
    batch = await buildApprovedBatch(t.db, 'file')
    await end('confirmed', 'confirmed', 'confirmed')
    expect((await readPayoutBatch(t.db, batch.batchId)).amountFen).toBe(100_000n)
    await tell({ amountFen: -100_000n, ...PB, daysAgo: 2 })
    expect((await reconciled()).matches).toEqual([])
  })
})

describe('payouts that went over the rail and that the bank booked as one amount of the day, in a statement of text', () => {
  beforeEach(async () => {
    await t[Symbol.asyncDispose]()
    t = await createTestDatabase()
    await nameOurAccounts(t.db)
    await goToNoon()
  })

  test.each(['a batch', 'single payouts'])('are matched with all of them: %s', async kind => {
    if (kind === 'a batch') {
      for (const amountFen of [50_000n, 30_000n]) await buildEarner(t.db, amountFen)
      await buildApprovedBatch(t.db, 'rail')
      await pay()
    } else for (const amountFen of [50_000n, 30_000n]) await payAlone(amountFen)
    await readStatement('mt940', 1)
    expect(await reconciled()).toEqual({ matches: [one(-80_000n, [1, 2])], breaks: [] })
  })
})
