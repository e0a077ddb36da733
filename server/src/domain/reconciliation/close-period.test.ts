import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database, Transaction } from '#db/database.ts'
import { depositPaidIn } from '#domain/ledger/deposit-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { createParty } from '#domain/parties/create-party.ts'
import { createBankSimulator, OUR_BANK_ACCOUNT } from '#gateways/bank-simulator/create-bank-simulator.ts'
import { createFileStore } from '#gateways/files.ts'
import { nameOurAccounts } from '#gateways/rail-simulator/name-our-accounts.ts'
import { createRailBills } from '#gateways/rail-simulator/create-rail-bills.ts'
import { buildPaidOrders } from '../../../test/build-orders.ts'
import { buildPerson } from '../../../test/build-person.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts'
import { checkClose, readChecklist } from './check-close.ts'
import { confirmCloseItem, setCloseOwner } from './close-item.ts'
import { listCloseItems } from './list-close-items.ts'
import { decideReopening, requestClose, requestReopening, signClose } from './close-period.ts'
import { listCloses } from './list-closes.ts'
import { feedBookLines } from './feed-book-lines.ts'
import { undoMatch } from './undo-match.ts'
import { pullStatements } from './pull-statements.ts'
import { reconcile } from './reconcile.ts'
import { withdrawClose } from './withdraw-close.ts'
import { verifySeals } from './verify-seals.ts'
import { writeCloseReport } from './write-close-report.ts'

let t: TestDatabase
let month = ''
const person = { maker: '', checker: '' }
const names = { maker: '林静', checker: '周岚' }

beforeAll(async () => {
  t = await createTestDatabase()
  await nameOurAccounts(t.db)
  person.maker = (await buildPerson(t.db, 'finance', { name: names.maker })).memberId
  person.checker = (await buildPerson(t.db, 'finance', { name: names.checker })).memberId
  // At noon, so that midnight does not part what belongs to one day.
  await t.owner.query(`UPDATE app_clock SET shift_seconds = shift_seconds + extract(epoch FROM
    (date_trunc('day', app_now() AT TIME ZONE 'Asia/Shanghai') + interval '1 day 12 hours') - (app_now() AT TIME ZONE 'Asia/Shanghai'))::bigint`)
  await buildPaidOrders(t.db, { count: 6, suppliers: 1 })
  const { rows } = await sql<{
    month: string
  }>`SELECT to_char(business_day(app_now()), 'YYYY-MM') AS month`.execute(t.db)
  month = rows[0]?.month ?? ''
})
afterAll(() => t[Symbol.asyncDispose]())

const openChecks = async () =>
  (await readChecklist(t.db, month)).filter(({ isDone }) => !isDone).map(({ check }) => check)
const by = (memberId: string) => ({ month, memberId })

/** On the fifth of the next month, when every statement is there. */
async function goToNextMonth(): Promise<void> {
  await t.owner.query(`UPDATE app_clock SET shift_seconds = shift_seconds + extract(epoch FROM
    (date_trunc('month', app_now() AT TIME ZONE 'Asia/Shanghai') + interval '1 month 4 days 12 hours') - (app_now() AT TIME ZONE 'Asia/Shanghai'))::bigint`)
}

async function takeStatements(): Promise<void> {
  const filesDir = path.join(tmpdir(), `haowu-close-${randomUUID()}`)
  const secret = Buffer.alloc(32, 3)
  await pullStatements({
    db: t.db,
    pool: t.pool,
    files: createFileStore({ filesDir, s3: undefined, publicUrl: 'http://localhost' }, secret),
    railBills: createRailBills({ db: t.db, secret }),
    bank: createBankSimulator({ db: t.db, ...OUR_BANK_ACCOUNT }),
  })
  await reconcile(t)
}

const book = (at?: Date) =>
  t.db.transaction().execute(async trx => {
    const entry = depositPaidIn({ paymentId: randomUUID(), partyId: randomUUID(), amountFen: 100n })
    await postEntries(trx, [{ ...entry, ...(at && { effectiveAt: at }) }])
  })

type Build = (trx: Transaction<Database>) => Promise<unknown>

/** On the last day of the month. */
const lastDay = () =>
  sql`(${`${month}-01`}::date + interval '1 month - 12 hours') AT TIME ZONE 'Asia/Shanghai'`

async function payee(trx: Transaction<Database>) {
  const partyId = await createParty(trx, { kind: 'supplier', name: '供货方' })
  const { id: accountId } = await trx
    .insertInto('payeeAccount')
    .values({
      partyId,
      holderName: '供货方',
      bankName: '银行',
      accountNoSealed: Buffer.alloc(32),
      accountNoLast4: '0001',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { partyId, accountId }
}

function payoutOf(state: 'sent' | 'unknown'): Build {
  return async trx => {
    const { partyId, accountId } = await payee(trx)
    await sql`
      INSERT INTO payout (no, party_id, payee_account_id, amount_fen, state, maker_id, checker_id, request_hash,
        idempotency_key, created_at, sent_at)
      VALUES ('T1', ${partyId}, ${accountId}, 100, ${state}, ${randomUUID()}, ${randomUUID()}, '', 'one',
        ${lastDay()}, ${lastDay()})`.execute(trx)
  }
}

function exitOf(state: 'sent' | 'unknown'): Build {
  return async trx => {
    const { partyId, accountId } = await payee(trx)
    await sql`
      INSERT INTO deposit_exit (party_id, state, rule_version, requested_by, due_at, attempt, amount_fen, payee_account_id,
        out_transfer_no, sent_at)
      VALUES (${partyId}, ${state}, 1, 'test', ${lastDay()}, 1, 100, ${accountId}, 'X1', ${lastDay()})`.execute(
      trx,
    )
  }
}

async function suggestNextMonths(trx: Transaction<Database>) {
  await sql`
    WITH suggested AS (
      INSERT INTO match (account, stage, rule_version, state, reason) VALUES ('A:CHANNEL', 'amount_day', 1, 'suggested', '{}')
      RETURNING id
    ) INSERT INTO match_item (match_id, side, line_id, active)
    SELECT id, 'statement', (SELECT min(id) FROM statement_line), false FROM suggested
    UNION ALL SELECT id, 'book', (SELECT id FROM book_line ORDER BY business_day DESC LIMIT 1), false FROM suggested
  `.execute(trx)
}

describe('a month', () => {
  test('that was asked for is taken back by who asked or by a colleague while nobody has signed, and asked for anew', async () => {
    await expect(withdrawClose(t, by(person.maker))).rejects.toMatchObject({
      code: 'close_state',
      facts: { state: 'open' },
    })
    for (const memberId of [person.maker, person.checker]) {
      await requestClose(t, by(person.maker))
      for (const _ of [1, 2]) await withdrawClose(t, by(memberId))
      expect(await listCloses(t.db)).toMatchObject([{ month, state: 'open', makerId: null }])
      await expect(signClose(t, by(person.checker))).rejects.toMatchObject({ code: 'close_state' })
    }
    const acts = await t.db
      .selectFrom('auditLog')
      .select('actor')
      .where('action', '=', 'close_withdrawn')
      .execute()
    expect(acts.map(({ actor }) => actor).toSorted()).toEqual(
      [`member:${person.maker}`, `member:${person.checker}`].toSorted(),
    )
  })

  test('cannot be signed while it runs, without its statements, or by who asked for it', async () => {
    await requestClose(t, by(person.maker))
    await expect(requestClose(t, by(person.checker))).rejects.toMatchObject({
      code: 'close_state',
      facts: { state: 'review' },
    })
    expect(await openChecks()).toEqual(expect.arrayContaining(['month_over']))
    await goToNextMonth()
    expect(await openChecks()).toContain('statements')
    await expect(signClose(t, by(person.checker))).rejects.toMatchObject({ code: 'close_blocked' })
    await takeStatements()
    expect(await openChecks()).toEqual([])
    await expect(signClose(t, by(person.maker))).rejects.toMatchObject({ code: 'second_person_needed' })
    // What was refused has locked nothing.
    expect((await t.db.selectFrom('ledger.period').selectAll().execute()).length).toBe(0)
  })

  test.each([
    ['payouts', 'a payout whose end is unknown', payoutOf('unknown')],
    ['payouts', 'a payout that is on its way', payoutOf('sent')],
    ['payouts', 'a deposit that is on its way back', exitOf('sent')],
    ['payouts', 'a deposit of which nobody knows whether it is back', exitOf('unknown')],
    ['suggestions', 'a line of the month that is suggested for one of the next', suggestNextMonths],
  ])('has the point %s open with %s', async (check, _what, build) => {
    await book()
    await feedBookLines(t)
    const trx = await t.db.startTransaction().execute()
    try {
      await build(trx)
      const found = await checkClose(trx, { month, isProved: true })
      expect(found.filter(({ isDone }) => !isDone)).toMatchObject([{ check, open: 1 }])
    } finally {
      await trx.rollback().execute()
    }
  })

  test('has for each point somebody who answers for it and somebody who says that it is done, while it is not signed', async () => {
    const { memberId: stranger } = await buildPerson(t.db, 'operator')
    const owned = { ...by(person.maker), item: 'tie_out' } as const
    await expect(setCloseOwner(t, { ...owned, ownerId: stranger })).rejects.toMatchObject({
      code: 'not_found',
    })
    await setCloseOwner(t, { ...owned, ownerId: person.checker })
    await confirmCloseItem(t, owned)
    await confirmCloseItem(t, { ...by(person.maker), item: 'ledger' })
    const items = await listCloseItems(t.db, month)
    expect(items.map(({ item, ownerId, doneAt }) => [item, ownerId, doneAt !== null])).toEqual([
      ['ledger', person.maker, true],
      ['tie_out', person.checker, true],
    ])
    const open = { month: '2099-01', memberId: person.maker, item: 'month_over' } as const
    await expect(confirmCloseItem(t, open)).rejects.toMatchObject({ code: 'close_blocked' })
  })

  test('once signed takes no entry from anybody and no match apart, and its report is written again byte for byte', async () => {
    const inMonth = new Date(`${month}-15T12:00:00+08:00`)
    await signClose(t, by(person.checker))
    await expect(withdrawClose(t, by(person.maker))).rejects.toMatchObject({
      code: 'close_state',
      facts: { state: 'signed_off' },
    })
    await expect(book(inMonth)).rejects.toMatchObject({ code: 'period_closed' })
    await book()
    const { id } = await t.db.selectFrom('match').select('id').limit(1).executeTakeFirstOrThrow()
    await expect(undoMatch(t, { matchId: id, memberId: person.maker })).rejects.toMatchObject({
      code: 'period_closed',
    })
    const { report } = await t.db
      .selectFrom('periodClose')
      .select('report')
      .where('seal', 'is not', null)
      .executeTakeFirstOrThrow()
    expect(await writeCloseReport(t.db, month)).toBe(report)
    expect(
      JSON.parse(report ?? '').checklist.filter((point: { owner: string | null }) => point.owner),
    ).toEqual([
      { check: 'tie_out', owner: names.checker, doneBy: names.maker },
      { check: 'ledger', owner: names.maker, doneBy: names.maker },
    ])
    await expect(
      setCloseOwner(t, { ...by(person.maker), item: 'ledger', ownerId: null }),
    ).rejects.toMatchObject({ code: 'close_state', facts: { state: 'signed_off' } })
    expect(JSON.parse(report ?? '').accounts).toMatchObject([
      { account: 'A:BANK', unexplainedFen: '0' },
      { account: 'A:CHANNEL', unexplainedFen: '0' },
      { account: 'A:DEPOSIT_BANK', statementFen: null },
    ])
    expect(await verifySeals(t.db)).toEqual([])
  })

  test('whose signed text or entries are changed behind our back is found by its seal', async () => {
    await expect(t.owner.query("UPDATE period_close SET report = report || ' '")).rejects.toThrow('is signed')
    await t.owner.query('ALTER TABLE ledger.leg DISABLE TRIGGER append_only')
    const forge = `UPDATE ledger.leg SET amount_fen = amount_fen + $1 WHERE transaction_id = (SELECT min(id) FROM ledger.transaction WHERE kind = 'sale_captured') AND seq = 1`
    await t.owner.query(forge, [1])
    expect(await verifySeals(t.db)).toEqual([{ month, version: 3, what: 'entries' }])
    await t.owner.query(forge, [-1])
    await t.owner.query('ALTER TABLE ledger.leg ENABLE TRIGGER append_only')
    expect(await verifySeals(t.db)).toEqual([])
  })

  test('is opened again by two, takes entries then, and is closed anew with a seal that follows the first', async () => {
    await requestReopening(t, { ...by(person.maker), reason: '漏记一笔' })
    await expect(decideReopening(t, { ...by(person.maker), approve: true })).rejects.toMatchObject({
      code: 'second_person_needed',
    })
    await expect(sql`SELECT ledger.reopen_period(${`${month}-01`}::date)`.execute(t.db)).rejects.toThrow(
      'two people',
    )
    await decideReopening(t, { ...by(person.checker), approve: true })
    await requestClose(t, by(person.checker))
    await signClose(t, by(person.maker))
    const closes = await t.db
      .selectFrom('periodClose')
      .select(['version', 'state', 'previousSeal', 'seal'])
      .where('seal', 'is not', null)
      .orderBy('version')
      .execute()
    expect(closes).toMatchObject([
      { version: 3, state: 'reopened', previousSeal: null },
      { version: 4, state: 'signed_off', previousSeal: closes[0]?.seal },
    ])
    expect(await verifySeals(t.db)).toEqual([])
    await expect(book(new Date(`${month}-15T12:00:00+08:00`))).rejects.toMatchObject({
      code: 'period_closed',
    })
  })
})
