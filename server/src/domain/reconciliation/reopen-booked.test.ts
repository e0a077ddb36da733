import { createHash } from 'node:crypto'
import { buildPerson } from '@haowu/server/test/build-person.ts'
import { seeBreak } from '@haowu/server/test/see-break.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { bank, suspense } from '#domain/ledger/accounts.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { readOverview } from '#domain/settlement/read-overview.ts'
import { countWaiting } from './count-waiting.ts'
import { decideEnding } from './decide-ending.ts'
import { decideReopening } from './decide-reopening.ts'
import { listBreaks } from './list-breaks.ts'
import { proposeEnding } from './propose-ending.ts'
import { reconcile } from './reconcile.ts'
import { reopenBreak } from './reopen-break.ts'

const FOUND = 12_345n

let t: TestDatabase
let maker: string
let checker: string
let breakId: string

/** The bank has a line that nobody knows; two people have booked it to what waits for an explanation. */
beforeEach(async () => {
  t = await createTestDatabase()
  maker = (await buildPerson(t.db, 'finance')).memberId
  checker = (await buildPerson(t.db, 'finance')).memberId
  await sql`
    WITH account AS (
      INSERT INTO statement_account (channel, account_no, name, ledger_account) VALUES ('bank', '1', '银行', 'A:BANK') RETURNING id
    ), file AS (
      INSERT INTO statement_file (account_id, kind, format, sha256, file_key, file_name, day_from, day_to, state, loaded_by)
      SELECT id, 'bank', 'mt940', ${createHash('sha256').digest()}, 'k', 'f', business_day(app_now()) - 3, business_day(app_now()), 'loaded', 'test'
      FROM account RETURNING id, account_id
    ), line AS (
      INSERT INTO statement_line (file_id, account_id, line_no, fingerprint, kind, amount_fen, booked_at, business_day, raw)
      SELECT id, account_id, 1, 'line', 'transfer', ${FOUND}, app_now() - interval '3 days', business_day(app_now()) - 3, '' FROM file RETURNING id
    ) INSERT INTO open_line (side, line_id, account) SELECT 'statement', id, 'A:BANK' FROM line`.execute(t.db)
  await reconcile(t)
  const [found] = await listBreaks(t.db, { limit: 5 })
  breakId = found?.id ?? ''
  await book()
  return () => t[Symbol.asyncDispose]()
})

async function book() {
  await proposeEnding(t, { breakId, as: 'suspense', note: '先挂账，等银行说明', memberId: maker })
  await decideEnding(t, { ...(await seeBreak(t.db, breakId)), approve: true, memberId: checker })
}

const ask = (memberId = maker) => reopenBreak(t, { breakId, memberId, reason: '银行说明是客户退款' })
const decide = async (memberId: string, approve = true) =>
  decideReopening(t, { ...(await seeBreak(t.db, breakId)), approve, memberId })
const balances = async () => [await readBalance(t.db, bank()), await readBalance(t.db, suspense())]
const own = async () => {
  const { rows } = await t.owner.query(
    'SELECT state, resolution, reopen_wish, taken_back FROM break WHERE id = $1',
    [breakId],
  )
  return rows[0]
}
/** Nothing but what the bank said is left to be explained. */
async function openLines() {
  await reconcile(t)
  const { rows } = await t.owner.query<{ side: string }>('SELECT side FROM open_line')
  return rows.map(({ side }) => side)
}

test('what was booked is taken back by its mirror when somebody else agrees, and the difference can end another way', async () => {
  const booked = await balances()
  expect(booked[0]).toBe(FOUND)
  expect(await ask()).toBe('asked')
  expect(await balances()).toEqual(booked)
  expect(await own()).toMatchObject({
    state: 'resolved',
    resolution: 'adjusted',
    reopen_wish: '银行说明是客户退款',
  })
  await decide(checker)
  expect(await balances()).toEqual([0n, 0n])
  expect(await own()).toMatchObject({ state: 'open', resolution: null, reopen_wish: null, taken_back: 1 })
  expect(await openLines()).toEqual(['statement'])
  expect(await listBreaks(t.db, { limit: 5 })).toMatchObject([
    { id: breakId, state: 'open', amountFen: FOUND },
  ])

  await book()
  expect(await balances()).toEqual(booked)
  expect(await openLines()).toEqual([])
  await ask()
  await decide(checker)
  expect(await balances()).toEqual([0n, 0n])
  expect(await openLines()).toEqual(['statement'])
  const { rows } = await t.owner.query(
    `SELECT count(DISTINCT effective_on)::int AS days FROM ledger.transaction`,
  )
  expect(rows).toEqual([{ days: 1 }])
  expect((await proveLedger(t.db)).disagreement).toBeNull()
})

test('by one person alone nothing is taken back, nor without having been asked for, nor twice', async () => {
  const booked = await balances()
  await expect(decide(checker)).rejects.toMatchObject({ code: 'break_state' })
  await ask()
  await expect(decide(maker)).rejects.toMatchObject({ code: 'second_person_needed' })
  await expect(ask(checker)).rejects.toMatchObject({ code: 'break_state', facts: { state: 'reopening' } })
  expect(await balances()).toEqual(booked)
  const both = await Promise.allSettled([decide(checker), decide(checker)])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await balances()).toEqual([0n, 0n])
})

test('nobody agrees to take back what he did not see: another reason, or what was booked since', async () => {
  const booked = await balances()
  await ask()
  const seen = await seeBreak(t.db, breakId)
  await reopenBreak(t, { breakId, memberId: maker, reason: '银行说明是手续费' })
  const agree = (version: string) =>
    decideReopening(t, { breakId, version, approve: true, memberId: checker })
  await expect(agree(seen.version)).rejects.toMatchObject({ code: 'stale_version' })
  expect(await balances()).toEqual(booked)
  const again = await seeBreak(t.db, breakId)
  await agree(again.version)
  await book()
  await reopenBreak(t, { breakId, memberId: maker, reason: '银行说明是手续费' })
  await expect(agree(again.version)).rejects.toMatchObject({ code: 'stale_version' })
  expect(await balances()).toEqual(booked)
})

test('refused, it stays booked, and may be asked for again', async () => {
  const booked = await balances()
  await ask()
  await decide(checker, false)
  expect(await own()).toMatchObject({ state: 'resolved', resolution: 'adjusted', reopen_wish: null })
  expect(await balances()).toEqual(booked)
  expect(await ask(checker)).toBe('asked')
})

test('in a month that is closed nothing is taken back', async () => {
  await ask()
  await t.owner.query(
    `INSERT INTO ledger.period (month, closed_at) SELECT DISTINCT date_trunc('month', effective_on)::date, app_now() FROM ledger.transaction`,
  )
  await expect(decide(checker)).rejects.toMatchObject({ code: 'period_closed' })
  expect(await own()).toMatchObject({ state: 'resolved', taken_back: 0 })
})

test('until a second person has decided it waits for one: counted and listed among what is open, and not as a difference of the month', async () => {
  const differences = async () =>
    (await countWaiting(t.db)).find(({ account }) => account === 'A:BANK')?.differences
  const overview = async () => (await readOverview(t.db)).waiting.differences
  const listed = async (state?: 'unresolved') =>
    (await listBreaks(t.db, { account: 'A:BANK', state, limit: 5 })).map(({ id }) => id)
  expect([await differences(), await listed()]).toEqual([0, []])
  await ask()
  expect([await differences(), await overview(), await listed()]).toEqual([1, 1, [breakId]])
  expect(await listed('unresolved')).toEqual([])
  await decide(checker, false)
  expect([await differences(), await listed()]).toEqual([0, []])
})
