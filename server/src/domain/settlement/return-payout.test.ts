import { randomUUID } from 'node:crypto'
import { buildApprovedBatch, buildEarner } from '@haowu/server/test/build-payout-batch.ts'
import { buildPerson } from '@haowu/server/test/build-person.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { expect, test } from 'vitest'
import { available, bank } from '#domain/ledger/accounts.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { dropPayoutEnd } from './propose-payout-end.ts'
import { recordPayoutOutcome } from './record-payout-outcome.ts'
import { returnPayout } from './return-payout.ts'

/** Two payouts of ¥5,000 that arrived. */
async function buildTwoPaid(t: TestDatabase) {
  await buildEarner(t.db, 500_000n)
  await buildEarner(t.db, 500_000n)
  const { lines } = await buildApprovedBatch(t.db, 'file')
  for (const { payoutId } of lines)
    await recordPayoutOutcome(t, { payoutId, outcome: 'confirmed', userId: randomUUID() })
  const [one, two] = lines
  if (!one || !two) throw new Error('the batch has no two lines')
  return { one, two }
}

const [FIRST, SECOND] = [randomUUID(), randomUUID()]

const say = (t: TestDatabase, payoutId: string, reference: string, userId: string) =>
  returnPayout(t, { payoutId, reference, userId })

/** Two people say so. */
async function comeBack(t: TestDatabase, { payoutId }: { payoutId: string }, reference: string) {
  await say(t, payoutId, reference, FIRST)
  await say(t, payoutId, reference, SECOND)
}

test('one line of the bank brings one payout back, however it is written; told again of the same payout it changes nothing', async () => {
  await using t = await createTestDatabase()
  const { one, two } = await buildTwoPaid(t)
  await comeBack(t, one, 'BK001')
  await comeBack(t, one, ' BK001 ')
  for (const reference of ['BK001', ' BK001', 'bk001'])
    await expect(comeBack(t, two, reference)).rejects.toMatchObject({
      code: 'return_line_used',
      facts: { reference: reference.trim(), no: one.no },
    })
  expect(await readBalance(t.db, available(one.partyId))).toBe(500_000n)
  expect(await readBalance(t.db, available(two.partyId))).toBe(0n)
  expect(await readBalance(t.db, bank())).toBe(-500_000n)
  await comeBack(t, two, 'BK002')
  expect(await readBalance(t.db, bank())).toBe(0n)
})

test('of two payouts for which one line is named at the same time one comes back, and no row written around the code shares it', async () => {
  await using t = await createTestDatabase()
  const { one, two } = await buildTwoPaid(t)
  // The first has said which line it is and waits for a table that it needs later; so the other comes while it is not done.
  const locker = await t.owner.connect()
  const waiting = async () => {
    const { rows } = await t.owner.query(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    return rows[0].n
  }
  for (const { payoutId } of [one, two]) await say(t, payoutId, 'BK001', FIRST)
  let told: PromiseSettledResult<unknown>[]
  try {
    await locker.query('BEGIN')
    await locker.query('LOCK TABLE audit_log IN EXCLUSIVE MODE')
    const both = Promise.allSettled([one, two].map(({ payoutId }) => say(t, payoutId, 'BK001', SECOND)))
    await expect.poll(waiting, { timeout: 10_000 }).toBe(2)
    await locker.query('COMMIT')
    told = await both
  } finally {
    locker.release()
  }
  expect(told.map(each => each.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(told.find(each => each.status === 'rejected')?.reason).toMatchObject({ code: 'return_line_used' })
  expect(await readBalance(t.db, bank())).toBe(-500_000n)
  const around = t.owner.query(
    `UPDATE payout SET state = 'returned', return_reference = 'bk001 ', proposed_outcome = NULL, proposed_reference = NULL,
      proposed_by = NULL WHERE state = 'confirmed'`,
  )
  await expect(around).rejects.toThrow(/payout_return_line/)
})

/** A line of a statement of our bank account that is loaded. */
async function loadLine(
  t: TestDatabase,
  {
    no,
    fen,
    isMatched,
    ...line
  }: {
    no: string
    fen: bigint
    isMatched?: boolean
    kind?: string
    ownNo?: string
    loadedBy?: string
    daysAgo?: number
  },
) {
  const { rows } = await t.owner.query<{ id: string }>(
    `WITH account AS (
      INSERT INTO statement_account (channel, account_no, name, ledger_account) VALUES ('bank', $1, '银行', 'A:BANK') RETURNING id
    ), file AS (
      INSERT INTO statement_file (account_id, kind, format, sha256, file_key, file_name, day_from, day_to, state, loaded_by)
      SELECT id, 'bank', 'mt940', sha256($1::text::bytea), 'k', 'f', business_day(app_now()) - $6::int, business_day(app_now()), 'loaded', $5
      FROM account RETURNING id, account_id
    ) INSERT INTO statement_line (file_id, account_id, line_no, fingerprint, kind, amount_fen, booked_at, business_day, channel_no, own_no, raw)
      SELECT id, account_id, 1, sha256($1::text::bytea), $3, $2, app_now(), business_day(app_now()) - $6::int, $1, $4, '' FROM file RETURNING id`,
    [no, fen, line.kind ?? 'transfer', line.ownNo ?? null, line.loadedBy ?? 'drop', line.daysAgo ?? 0],
  )
  if (!isMatched) return
  await t.owner.query(
    `WITH made AS (INSERT INTO match (account, stage, rule_version, state, reason) VALUES ('A:BANK', 'own_no', 1, 'auto', '{}') RETURNING id)
    INSERT INTO match_item (match_id, side, line_id) SELECT id, 'statement', $1 FROM made`,
    [rows[0]?.id],
  )
}

test('one person alone brings nothing back while no statement says so: it waits for a second, and may be taken back until then', async () => {
  await using t = await createTestDatabase()
  const { one } = await buildTwoPaid(t)
  const { payoutId } = one
  for (const _ of [1, 2]) expect(await say(t, payoutId, 'BK001', FIRST)).toEqual({ isWaiting: true })
  expect(await readBalance(t.db, available(one.partyId))).toBe(0n)
  for (const _ of [1, 2]) await dropPayoutEnd(t, { payoutId, userId: FIRST })
  expect(await say(t, payoutId, 'BK001', SECOND)).toEqual({ isWaiting: true })
  // Who names another line says something else, with which a second has to agree anew.
  expect(await say(t, payoutId, 'BK002', FIRST)).toEqual({ isWaiting: true })
  expect(await readBalance(t.db, available(one.partyId))).toBe(0n)
  expect(await say(t, payoutId, 'BK002', SECOND)).toEqual({ isWaiting: false })
  expect(await readBalance(t.db, available(one.partyId))).toBe(500_000n)
})

test('a line that is in the loaded statements proves by itself that a payout came back, or is refused: another sum, money that went out, a channel’s money, another payout’s, or one that explains something else', async () => {
  await using t = await createTestDatabase()
  const { one, two } = await buildTwoPaid(t)
  await loadLine(t, { no: 'LESS', fen: 499_999n })
  await loadLine(t, { no: 'WENT', fen: -500_000n })
  await loadLine(t, { no: 'TAKEN', fen: 500_000n, isMatched: true })
  await loadLine(t, { no: 'HANDED', fen: 500_000n, kind: 'settlement' })
  await loadLine(t, { no: 'OTHERS', fen: 500_000n, ownNo: two.no })
  await loadLine(t, { no: 'FITS', fen: 500_000n, ownNo: one.no })
  await say(t, two.payoutId, 'LATER', FIRST)
  for (const reference of ['LESS', 'went', 'TAKEN', 'HANDED', 'OTHERS'])
    await expect(say(t, one.payoutId, reference, FIRST)).rejects.toMatchObject({
      code: 'return_line_unfit',
      facts: { reference, amountFen: '500000' },
    })
  expect(await say(t, one.payoutId, 'fits', FIRST)).toEqual({ isWaiting: false })
  expect(await readBalance(t.db, available(one.partyId))).toBe(500_000n)
  // What was said before the statement came is held against it when the second agrees.
  await loadLine(t, { no: 'LATER', fen: 1n })
  await expect(say(t, two.payoutId, 'LATER', SECOND)).rejects.toMatchObject({ code: 'return_line_unfit' })
  expect(await readBalance(t.db, available(two.partyId))).toBe(0n)
})

test('a statement that somebody loaded himself is his own word: another has to agree, for whom it proves', async () => {
  await using t = await createTestDatabase()
  const { one, two } = await buildTwoPaid(t)
  const [maker, colleague] = [await buildPerson(t.db, 'finance'), await buildPerson(t.db, 'finance')]
  await loadLine(t, { no: 'OWN1', fen: 500_000n, loadedBy: `member:${maker.memberId}` })
  await loadLine(t, { no: 'OWN2', fen: 500_000n, loadedBy: `member:${maker.memberId}` })
  expect(await say(t, one.payoutId, 'OWN1', maker.userId)).toEqual({ isWaiting: true })
  expect(await readBalance(t.db, available(one.partyId))).toBe(0n)
  expect(await say(t, one.payoutId, 'OWN1', colleague.userId)).toEqual({ isWaiting: false })
  expect(await say(t, two.payoutId, 'OWN2', colleague.userId)).toEqual({ isWaiting: false })
})

test('money that was back before anybody wrote down that it had arrived comes back by its line', async () => {
  await using t = await createTestDatabase()
  const { one, two } = await buildTwoPaid(t)
  await t.owner.query(`UPDATE payout SET sent_at = app_now() - interval '3 days' WHERE id = $1`, [
    one.payoutId,
  ])
  await loadLine(t, { no: 'EARLY', fen: 500_000n, daysAgo: 2 })
  await expect(say(t, two.payoutId, 'EARLY', FIRST)).rejects.toMatchObject({ code: 'return_line_unfit' })
  expect(await say(t, one.payoutId, 'EARLY', FIRST)).toEqual({ isWaiting: false })
})

test('one person alone records no failed line of a file: its money is payable again once a second says so, and never when it was paid', async () => {
  await using t = await createTestDatabase()
  await buildEarner(t.db, 500_000n)
  const [line] = (await buildApprovedBatch(t.db, 'file')).lines
  const { payoutId, partyId } = line ?? { payoutId: '', partyId: '' }
  const record = (outcome: 'failed' | 'confirmed' | 'unknown', userId: string) =>
    recordPayoutOutcome(t, { payoutId, outcome, userId })
  for (const _ of [1, 2]) expect(await record('failed', FIRST)).toEqual({ isWaiting: true })
  expect(await readBalance(t.db, available(partyId))).toBe(0n)
  await record('unknown', FIRST)
  // What was said before is gone with the state it was said of.
  expect(await record('failed', SECOND)).toEqual({ isWaiting: true })
  expect(await record('failed', FIRST)).toEqual({ isWaiting: false })
  expect(await readBalance(t.db, available(partyId))).toBe(500_000n)
  await expect(record('confirmed', FIRST)).rejects.toMatchObject({ code: 'payout_state' })
})
