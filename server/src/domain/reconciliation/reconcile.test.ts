import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bank, channel } from '#domain/ledger/accounts.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { createBankSimulator, OUR_BANK_ACCOUNT } from '#gateways/bank-simulator/create-bank-simulator.ts'
import { createFileStore } from '#gateways/files.ts'
import { nameOurAccounts } from '#gateways/rail-simulator/name-our-accounts.ts'
import { createRailBills } from '#gateways/rail-simulator/create-rail-bills.ts'
import { buildPaidOrders } from '../../../test/build-orders.ts'
import { buildPerson } from '../../../test/build-person.ts'
import { seeBreak } from '@haowu/server/test/see-break.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts'
import { confirmMatches } from './confirm-matches.ts'
import { decideEnding } from './decide-ending.ts'
import { explainDifference } from './explain-difference.ts'
import { listBreaks } from './list-breaks.ts'
import { listCandidates } from './list-candidates.ts'
import { listMatches } from './list-matches.ts'
import { listOpenLines } from './list-open-lines.ts'
import { makeMatch } from './make-match.ts'
import { matchAccount } from './match-account.ts'
import { pullStatements } from './pull-statements.ts'
import { receiveStatement } from './receive-statement.ts'
import { reconcile } from './reconcile.ts'
import { proposeEnding } from './propose-ending.ts'
import { undoMatch } from './undo-match.ts'

const secret = Buffer.alloc(32, 7)
let t: TestDatabase
const person = { maker: '', checker: '' }

/** What buyers paid three days ago, told by the rail as well; the clock of the business goes on to today. */
beforeAll(async () => {
  t = await createTestDatabase()
  await nameOurAccounts(t.db)
  person.maker = (await buildPerson(t.db, 'finance')).memberId
  person.checker = (await buildPerson(t.db, 'finance')).memberId
  // At noon, so that midnight does not part what belongs to one day.
  await t.owner.query(`UPDATE app_clock SET shift_seconds = shift_seconds + extract(epoch FROM
    (date_trunc('day', app_now() AT TIME ZONE 'Asia/Shanghai') + interval '1 day 12 hours') - (app_now() AT TIME ZONE 'Asia/Shanghai'))::bigint`)
  await buildPaidOrders(t.db, { count: 8, suppliers: 2 })
  await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + 3 * 86400')
})
afterAll(() => t[Symbol.asyncDispose]())

const deps = () => {
  const config = {
    filesDir: path.join(tmpdir(), `haowu-statements-${randomUUID()}`),
    s3: undefined,
    publicUrl: 'http://localhost',
  }
  return {
    db: t.db,
    pool: t.pool,
    files: createFileStore(config, secret),
    railBills: createRailBills({ db: t.db, secret }),
    bank: createBankSimulator({ db: t.db, ...OUR_BANK_ACCOUNT }),
  }
}

const openOf = (account: 'A:CHANNEL' | 'A:BANK', side: 'statement' | 'book') =>
  listOpenLines(t.db, { account, side }, 100)

describe('order, ledger, channel and bank', () => {
  test('agree by themselves when nothing is wrong: trades with entries, and the bank’s one line with the day’s trades', async () => {
    expect(await pullStatements(deps())).toBeGreaterThanOrEqual(2)
    expect(await pullStatements(deps())).toBe(0)
    await reconcile(t)
    const { rows } = await sql<{ stage: string; n: number }>`
      SELECT stage, count(*)::int AS n FROM match WHERE state = 'auto' GROUP BY 1 ORDER BY 1`.execute(t.db)
    expect(rows).toEqual([
      { stage: 'batch', n: 1 },
      { stage: 'own_no', n: 8 },
    ])
    expect(await listBreaks(t.db, { limit: 10 })).toEqual([])
    // What was paid has left the channel and lies in the bank.
    expect(await readBalance(t.db, channel())).toBe(0n)
    expect(await readBalance(t.db, bank())).toBeGreaterThan(0n)
    expect((await proveLedger(t.db)).disagreement).toBeNull()
    const [batch] = await listMatches(t.db, { account: 'A:BANK', limit: 5 })
    expect(batch).toMatchObject({ stage: 'batch', reason: { trades: 8, feeFen: '0' } })
    expect(batch?.statementFen).toBe(batch?.bookFen)
  })

  test('a charge of the bank is a difference until two people have booked it', async () => {
    const csv = '\ufeff交易日期,收入,支出,余额,对方户名,摘要,流水号\n'
    await t.db
      .updateTable('statementAccount')
      .set({
        mapping: JSON.stringify({
          columns: {
            day: '交易日期',
            in: '收入',
            out: '支出',
            balance: '余额',
            counterparty: '对方户名',
            description: '摘要',
            bankNo: '流水号',
          },
          positiveIsOut: false,
        }),
      })
      .where('channel', '=', 'bank')
      .execute()
    const { rows } = await sql<{ day: string; closing: bigint }>`
      SELECT business_day(app_now())::text AS day, max(closing_fen) AS closing FROM statement_file WHERE kind = 'bank'`.execute(
      t.db,
    )
    const { day, closing } = rows[0] ?? { day: '', closing: 0n }
    const yuan = (fen: bigint) => `${fen / 100n}.${(fen % 100n).toString().padStart(2, '0')}`
    const body = `${csv}${day},,15.00,${yuan(closing - 1_500n)},,账户管理费,8800112233\n`
    const loaded = await receiveStatement(deps(), {
      fileName: 'fee.csv',
      body: (async function* () {
        yield Buffer.from(body)
      })(),
      loadedBy: `member:${person.maker}`,
      accountNo: OUR_BANK_ACCOUNT.accountNo,
    })
    expect(loaded).toMatchObject({ state: 'loaded', newLines: 1 })
    await reconcile(t)
    const [found] = await listBreaks(t.db, { limit: 5 })
    expect(found).toMatchObject({ class: 'EXT_ONLY', amountFen: -1_500n, account: 'A:BANK' })
    const difference = await explainDifference(t.db, 'A:BANK')
    expect(difference).toMatchObject({
      differenceFen: -1_500n,
      causes: [{ class: 'EXT_ONLY', count: 1, amountFen: -1_500n }],
    })
    const breakId = found?.id ?? ''
    await proposeEnding(t, { breakId, as: 'fee', note: '账户管理费', memberId: person.maker })
    await expect(
      decideEnding(t, { ...(await seeBreak(t.db, breakId)), approve: true, memberId: person.maker }),
    ).rejects.toMatchObject({
      code: 'second_person_needed',
    })
    // The job looks every minute; what was proposed stands until somebody has decided.
    await reconcile(t)
    expect((await listBreaks(t.db, { limit: 5 }))[0]).toMatchObject({
      state: 'await_adjust',
      proposed: 'fee',
    })
    const before = await readBalance(t.db, bank())
    await decideEnding(t, { ...(await seeBreak(t.db, breakId)), approve: true, memberId: person.checker })
    expect(await readBalance(t.db, bank())).toBe(before - 1_500n)
    await reconcile(t)
    expect(await listBreaks(t.db, { limit: 5 })).toEqual([])
    expect([(await openOf('A:BANK', 'statement')).total, (await openOf('A:BANK', 'book')).total]).toEqual([
      0, 0,
    ])
    await expect(
      decideEnding(t, { ...(await seeBreak(t.db, breakId)), approve: true, memberId: person.checker }),
    ).rejects.toMatchObject({ code: 'break_state' })
  })

  test('a match is taken apart, matched by hand to the fen, and never with a line that is matched already', async () => {
    const [match] = await listMatches(t.db, { account: 'A:CHANNEL', limit: 5 })
    const matchId = BigInt(match?.id ?? 0)
    await undoMatch(t, { matchId, memberId: person.maker })
    await undoMatch(t, { matchId, memberId: person.maker })
    // The next run does not put together what somebody has taken apart.
    await reconcile(t)
    const apart = await listBreaks(t.db, { account: 'A:CHANNEL', limit: 5 })
    expect(apart.map(({ class: of }) => of).toSorted()).toEqual(['EXT_ONLY', 'INT_ONLY'])
    const [left] = (await openOf('A:CHANNEL', 'statement')).rows
    const [right] = (await openOf('A:CHANNEL', 'book')).rows
    const statementIds = [BigInt(left?.id ?? 0)]
    const bookIds = [BigInt(right?.id ?? 0)]
    expect(await listCandidates(t.db, { side: 'statement', lineId: statementIds[0] ?? 0n })).toMatchObject([
      { id: right?.id, sameNo: true, sameAmount: true, days: 0, differenceFen: 0n },
    ])
    const by = { account: 'A:CHANNEL', memberId: person.maker, note: '看过原单' }
    await expect(makeMatch(t, { ...by, statementIds, bookIds: [] })).rejects.toMatchObject({
      code: 'match_unequal',
    })
    await makeMatch(t, { ...by, statementIds, bookIds })
    await expect(makeMatch(t, { ...by, statementIds, bookIds })).rejects.toMatchObject({
      code: 'match_state',
    })
    expect(await confirmMatches(t, { matchIds: [matchId], memberId: person.maker })).toBe(0)
    expect(await listBreaks(t.db, { limit: 5 })).toEqual([])
  })

  test('what is matched by hand while a run is looking is no difference when the run ends', async () => {
    const [match] = await listMatches(t.db, { account: 'A:CHANNEL', limit: 5 })
    await undoMatch(t, { matchId: BigInt(match?.id ?? 0), memberId: person.maker })
    const [left] = (await openOf('A:CHANNEL', 'statement')).rows
    const [right] = (await openOf('A:CHANNEL', 'book')).rows
    const [statementIds, bookIds] = [[BigInt(left?.id ?? 0)], [BigInt(right?.id ?? 0)]]
    // The run has read what is open and waits for a table that it needs later.
    await t.owner.query('BEGIN')
    await t.owner.query('LOCK TABLE statement_account IN ACCESS EXCLUSIVE MODE')
    const run = matchAccount(t, 'A:CHANNEL')
    await expect.poll(waitingRuns, { timeout: 10_000 }).toBe(1)
    const by = { account: 'A:CHANNEL', memberId: person.maker, note: '看过原单' }
    await makeMatch(t, { ...by, statementIds, bookIds })
    await t.owner.query('COMMIT')
    await run
    expect(await listBreaks(t.db, { account: 'A:CHANNEL', limit: 5 })).toEqual([])
  })

  async function waitingRuns(): Promise<number> {
    const { rows } = await t.owner.query(
      `SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND relation = 'statement_account'::regclass`,
    )
    return rows[0].n
  }

  test('a handover that was booked by a run that died is matched by the next, and stays apart once somebody has parted it', async () => {
    const [batch] = await listMatches(t.db, { account: 'A:BANK', stage: 'batch', limit: 5 })
    // As it was between posting and matching.
    await t.owner.query(`
      WITH items AS (DELETE FROM match_item WHERE match_id = ${batch?.id} RETURNING side, line_id),
        opened AS (INSERT INTO open_line (side, line_id, account) SELECT side, line_id, 'A:BANK' FROM items)
      SELECT`)
    await t.owner.query(`DELETE FROM match WHERE id = ${batch?.id}`)
    await reconcile(t)
    const [again] = await listMatches(t.db, { account: 'A:BANK', stage: 'batch', limit: 5 })
    expect(again).toMatchObject({ state: 'auto', reason: batch?.reason })
    await undoMatch(t, { matchId: BigInt(again?.id ?? 0), memberId: person.maker })
    await reconcile(t)
    expect((await openOf('A:BANK', 'statement')).total).toBe(1)
    expect((await openOf('A:BANK', 'book')).total).toBe(1)
  })
})
