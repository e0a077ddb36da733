import { createHash } from 'node:crypto'
import { endingsOf } from '@haowu/shared/reconciliation.ts'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { badDebt } from '#domain/ledger/accounts.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { createBankSimulator } from '#gateways/bank-simulator/create-bank-simulator.ts'
import type { BankFault } from '#gateways/bank-simulator/plant-faults.ts'
import { buildPerson } from '../../../test/build-person.ts'
import { seeBreak } from '@haowu/server/test/see-break.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts'
import { countWaiting } from './count-waiting.ts'
import { decideEnding } from './decide-ending.ts'
import { listBreaks } from './list-breaks.ts'
import { loadStatement } from './load-statement.ts'
import { proposeEnding } from './propose-ending.ts'
import { readTieOut } from './read-tie-out.ts'
import { reconcile } from './reconcile.ts'
import { reopenBreak } from './reopen-break.ts'
import { undoMatch } from './undo-match.ts'

const ACCOUNT = { accountNo: '6222000011112222', holder: '好物联盟' }

let t: TestDatabase
/** Two payouts on the second of March, one on the third and one on the fourth: the bank and our books agree about them. */
beforeEach(async () => {
  t = await createTestDatabase()
  await t.db
    .insertInto('statementAccount')
    .values({ channel: 'bank', accountNo: ACCOUNT.accountNo, name: '结算户', ledgerAccount: 'A:BANK' })
    .execute()
  await sql`
    WITH sent (no, fen, day) AS (VALUES ('T260302AAAAAAAAAA', 30000, '2026-03-02'), ('T260302BBBBBBBBBB', 20000, '2026-03-02'),
      ('T260303CCCCCCCCCC', 7000, '2026-03-03'), ('T260304DDDDDDDDDD', 5000, '2026-03-04')
    ), told AS (
      INSERT INTO rail_simulator.transfer (out_transfer_no, amount_fen, payee_hash, transfer_id, ends_as, ends_at)
      SELECT no, fen, '', 'x' || no, 'SUCCESS', (day || ' 10:00+08')::timestamptz FROM sent
    ), booked AS (
      INSERT INTO book_line (transaction_id, seq, account, key, kind, amount_fen, own_no, booked_at, business_day, ref_type, ref_id)
      SELECT -row_number() OVER (ORDER BY no), 1, 'A:BANK', no, 'payout', -fen, no, (day || ' 10:00+08')::timestamptz, day::date, 'payout', no
      FROM sent RETURNING id
    )
    INSERT INTO open_line SELECT 'book', id, 'A:BANK' FROM booked`.execute(t.db)
})
afterEach(() => t[Symbol.asyncDispose]())

async function load(day: string, fault?: BankFault): Promise<string> {
  const bank = createBankSimulator({ db: t.db, ...ACCOUNT, ...(fault && { fault }) })
  const answer = await bank.fetchStatement({ accountNo: ACCOUNT.accountNo, day, format: 'mt940' })
  if (answer.outcome !== 'answered') throw new Error(answer.outcome)
  const { bytes, fileName } = answer
  const sha256 = createHash('sha256').update(bytes).digest()
  const stored = { fileKey: fileName, fileName, sha256, loadedBy: 'test', day, accountNo: ACCOUNT.accountNo }
  const loaded = await loadStatement(
    {
      pool: t.pool,
      read: async function* () {
        yield bytes
      },
    },
    stored,
  )
  return loaded.state
}

const breaks = async () => {
  await reconcile(t)
  return listBreaks(t.db, { limit: 20 })
}
const classes = async () => (await breaks()).map(row => row.class)

test.each<[BankFault | 'none', string[]]>([
  ['none', []],
  ['lost', ['INT_ONLY']],
  ['double', ['DUP_EXT']],
  ['one_fen', ['AMOUNT']],
  ['merged', []],
  ['stranger', ['UNIDENTIFIED_RECEIPT']],
  ['returned', ['RETURNED_PAYOUT']],
  ['charged', ['FEE']],
])('a bank with the fault %s gives %j and nothing else', async (fault, expected) => {
  expect(await load('2026-03-02', fault === 'none' ? undefined : fault)).toBe('loaded')
  const found = await breaks()
  expect(found.map(row => row.class)).toEqual(expected)
  expect(found.every(({ dueAt, openedAt }) => dueAt > openedAt)).toBe(true)
})

test('money of a stranger bears no number of ours, and is listed with who sent it', async () => {
  await load('2026-03-02', 'stranger')
  expect(await breaks()).toMatchObject([{ ownNo: null, counterparty: '某某贸易有限公司' }])
})

test('a line waits in its account until it is matched or a difference explains it, and then counts there and not twice', async () => {
  const counted = async () =>
    (await countWaiting(t.db))
      .filter(({ lines, differences }) => lines + differences > 0)
      .map(({ account, lines, differences }) => ({ account, lines, differences }))
  expect(await counted()).toEqual([{ account: 'A:BANK', lines: 4, differences: 0 }])
  await load('2026-03-02', 'one_fen')
  await breaks()
  expect(await counted()).toEqual([{ account: 'A:BANK', lines: 2, differences: 1 }])
})

test('a file in another currency is a difference until one in yuan is there', async () => {
  expect(await load('2026-03-02', 'foreign')).toBe('refused')
  expect(await classes()).toEqual(['CURRENCY'])
  expect(await classes()).toEqual(['CURRENCY'])
  expect(await load('2026-03-02')).toBe('loaded')
  expect(await classes()).toEqual([])
})

test('a file that opens with another balance is refused, and is a difference of that balance until the right one is there', async () => {
  await load('2026-03-02')
  expect(await load('2026-03-03', 'wrong_opening')).toBe('refused')
  expect(await breaks()).toMatchObject([{ class: 'BALANCE_GAP', amountFen: 5_000n, account: 'A:BANK' }])
  await load('2026-03-03')
  expect(await classes()).toEqual([])
})

test('a hole between two files is a difference of what moved in it; it explains nothing, and ends with the file that was missing', async () => {
  await load('2026-03-02')
  await load('2026-03-04')
  const [hole] = await breaks()
  expect(hole).toMatchObject({ class: 'BALANCE_GAP', amountFen: -7_000n, cause: { closedOn: '2026-03-02' } })
  const bankRow = (await readTieOut(t.db, '2026-03')).find(({ account }) => account === 'A:BANK')
  expect(bankRow?.openFen).toBe(0n)
  await load('2026-03-03')
  expect(await classes()).toEqual([])
})

test('what is missing is written off by two people as a loss, once, and what is too much is not', async () => {
  const maker = (await buildPerson(t.db, 'finance')).memberId
  const checker = (await buildPerson(t.db, 'finance')).memberId
  await load('2026-03-02', 'one_fen')
  const breakId = (await breaks())[0]?.id ?? ''
  const given = { breakId, as: 'write_off', note: '银行多扣一分，追不回', memberId: maker } as const
  await proposeEnding(t, given)
  await expect(
    decideEnding(t, { ...(await seeBreak(t.db, breakId)), approve: true, memberId: maker }),
  ).rejects.toMatchObject({
    code: 'second_person_needed',
  })
  await decideEnding(t, { ...(await seeBreak(t.db, breakId)), approve: true, memberId: checker })
  for (const _ of [1, 2]) expect(await classes()).toEqual([])
  expect(await readBalance(t.db, badDebt())).toBe(1n)
  expect(await reopenBreak(t, { breakId, reason: '银行退回了一分', memberId: maker })).toBe('asked')
  for (const amountFen of [1n, 0n])
    expect(endingsOf({ class: 'AMOUNT', amountFen, isOfFile: false })).not.toContain('write_off')
})

test('nobody agrees to what he did not see: a difference that was proposed again another way waits on', async () => {
  const maker = (await buildPerson(t.db, 'finance')).memberId
  const other = (await buildPerson(t.db, 'finance')).memberId
  const checker = (await buildPerson(t.db, 'finance')).memberId
  await load('2026-03-02', 'one_fen')
  const breakId = (await breaks())[0]?.id ?? ''
  const given = { breakId, as: 'suspense', note: '先挂账', memberId: maker } as const
  await proposeEnding(t, given)
  const [seen] = await breaks()
  const agree = (version = '') => decideEnding(t, { breakId, version, approve: true, memberId: checker })
  const changes = [
    { ...given, as: 'write_off' as const },
    { ...given, note: '核销' },
    { ...given, memberId: other },
  ]
  for (const change of changes) {
    await proposeEnding(t, change)
    await expect(agree(seen?.version)).rejects.toMatchObject({ code: 'stale_version' })
    await expect(
      decideEnding(t, { breakId, version: seen?.version ?? '', approve: false, memberId: checker }),
    ).rejects.toMatchObject({ code: 'stale_version' })
  }
  expect(await readBalance(t.db, badDebt())).toBe(0n)
  await agree((await breaks())[0]?.version)
  expect(await classes()).toEqual([])
})

test('a difference ends only as its class may: a hole is taken as it is by two people, and never booked', async () => {
  const maker = (await buildPerson(t.db, 'finance')).memberId
  const checker = (await buildPerson(t.db, 'finance')).memberId
  await load('2026-03-02')
  await load('2026-03-04')
  const breakId = (await breaks())[0]?.id ?? ''
  const by = { breakId, note: '银行已书面确认', memberId: maker }
  for (const as of ['fee', 'suspense', 'duplicate'] as const)
    await expect(proposeEnding(t, { ...by, as })).rejects.toMatchObject({ code: 'break_state' })
  await proposeEnding(t, { ...by, as: 'accept' })
  await decideEnding(t, { ...(await seeBreak(t.db, breakId)), approve: true, memberId: checker })
  expect(await classes()).toEqual([])
  expect(await t.db.selectFrom('break').select(['state', 'resolution']).execute()).toEqual([
    { state: 'resolved', resolution: 'accepted' },
  ])
})

test('within the tolerance of a rule a difference is booked as a fee by the rule alone, and named; a fen above it waits for two people', async () => {
  await load('2026-03-02', 'charged')
  const publish = (version: number, fen: string) =>
    t.owner.query(
      `INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
       VALUES ('match_tolerance', '*', $1, $2, 'ordinary', '2020-01-02', '2020-02-01'::timestamptz + $1::int * interval '1 day')`,
      [version, JSON.stringify({ 'A:CHANNEL': '0', 'A:BANK': fen, 'A:DEPOSIT_BANK': '0' })],
    )
  expect(await classes()).toEqual(['FEE'])
  await publish(3, '199')
  expect(await classes()).toEqual(['FEE'])
  await publish(4, '200')
  expect(await classes()).toEqual([])
  const ended = await t.db.selectFrom('break').select(['resolution', 'checkerId', 'cause']).execute()
  expect(ended).toMatchObject([
    { resolution: 'adjusted', checkerId: null, cause: { rule: 'match_tolerance', version: 4 } },
  ])
  expect(await t.db.selectFrom('openLine').select('side').where('side', '=', 'statement').execute()).toEqual(
    [],
  )
})

test('a difference that had ended opens again with its age when its match is taken apart, or when somebody says why', async () => {
  const memberId = (await buildPerson(t.db, 'finance')).memberId
  await load('2026-03-02', 'lost')
  const [first] = await breaks()
  expect(first?.class).toBe('INT_ONLY')
  const line = async (no: string) => {
    const { id } = await t.db
      .selectFrom('bookLine')
      .select('id')
      .where('ownNo', '=', no)
      .executeTakeFirstOrThrow()
    return id
  }
  await sql`
    INSERT INTO statement_line (file_id, account_id, line_no, fingerprint, kind, amount_fen, booked_at, business_day, own_no, raw)
    SELECT file.id, account_id, 99, 'late', 'payout', -30000, '2026-03-02 12:00+08', '2026-03-02', 'T260302AAAAAAAAAA', '' FROM statement_file AS file;
  `.execute(t.db)
  await sql`INSERT INTO open_line SELECT 'statement', id, 'A:BANK' FROM statement_line WHERE line_no = 99`.execute(
    t.db,
  )
  expect(await classes()).toEqual([])
  const { matchId } = await t.db
    .selectFrom('matchItem')
    .select('matchId')
    .where('side', '=', 'book')
    .where('lineId', '=', await line('T260302AAAAAAAAAA'))
    .executeTakeFirstOrThrow()
  await undoMatch(t, { matchId, memberId })
  const again = await breaks()
  expect(again.map(({ id }) => id)).toContain(first?.id)
  expect(again.every(({ class: of }) => of === 'INT_ONLY' || of === 'EXT_ONLY')).toBe(true)
  const own = () =>
    t.db
      .selectFrom('break')
      .select(['state', 'openedAt', 'reopenedBy', 'reopenReason'])
      .where('id', '=', first?.id ?? '')
      .executeTakeFirst()
  expect(await own()).toMatchObject({ openedAt: first?.openedAt, reopenedBy: 'system', reopenReason: null })
  await expect(reopenBreak(t, { breakId: first?.id ?? '', memberId, reason: '重查' })).rejects.toMatchObject({
    code: 'break_state',
  })
})

test('by hand a difference is opened again with a reason, its match taken apart with it', async () => {
  const maker = (await buildPerson(t.db, 'finance')).memberId
  const checker = (await buildPerson(t.db, 'finance')).memberId
  await load('2026-03-02', 'double')
  const breakId = (await breaks())[0]?.id ?? ''
  await proposeEnding(t, { breakId, as: 'duplicate', note: '银行确认重复', memberId: maker })
  await decideEnding(t, { ...(await seeBreak(t.db, breakId)), approve: true, memberId: checker })
  expect(await classes()).toEqual([])
  await reopenBreak(t, { breakId, memberId: maker, reason: '银行又说不是重复' })
  expect(await breaks()).toMatchObject([{ id: breakId, class: 'DUP_EXT', state: 'open', proposed: null }])
  expect(
    (await t.db.selectFrom('match').select('state').where('stage', '=', 'hand').execute())[0]?.state,
  ).toBe('undone')
})
