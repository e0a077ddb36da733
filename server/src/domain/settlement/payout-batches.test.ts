import { randomUUID } from 'node:crypto'
import { buildEarner, PAYEE, PAYEE_SECRETS } from '@haowu/server/test/build-payout-batch.ts'
import { buildPerson } from '@haowu/server/test/build-person.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { available, bank, payoutDue, sent } from '#domain/ledger/accounts.ts'
import { casePenaltyOwed } from '#domain/ledger/debt-entries.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { restrictParty } from '#domain/parties/restrict-party.ts'
import { createRailSimulator } from '#gateways/rail-simulator/create-rail-simulator.ts'
import { collectBatchNow, collectDueBatch } from './collect-payout-batch.ts'
import { decidePayout } from './decide-payout.ts'
import { decidePayoutBatch } from './decide-payout-batch.ts'
import { submitPayoutBatch } from './submit-payout-batch.ts'
import { takeOutOfBatch } from './take-out-of-batch.ts'
import { findPayoutBatch, listPayoutBatches } from './list-payout-batches.ts'
import { listPayouts } from './list-payouts.ts'
import { namePayeeAccount } from './name-payee-account.ts'
import { makePayoutFile } from './make-payout-file.ts'
import { readPayoutBatch } from './read-payout-batch.ts'
import { readPayoutFile } from './read-payout-file.ts'
import { recordPayoutOutcome } from './record-payout-outcome.ts'
import { resolvePayouts } from './resolve-payouts.ts'
import { requestPayout } from './request-payout.ts'
import { retryPayout } from './retry-payout.ts'
import { sendPayouts } from './send-payouts.ts'

const secrets = PAYEE_SECRETS
const [MAKER, CHECKER] = [randomUUID(), randomUUID()]

function depsOf(t: TestDatabase) {
  const rail = createRailSimulator({
    db: t.db,
    secret: secrets.railWebhook,
    publicUrl: 'http://localhost',
    chooseBehaviour: () => 'succeed',
  })
  return { db: t.db, rail, secrets }
}

const nameAccount = (t: TestDatabase, partyId: string, accountNo = PAYEE.accountNo) =>
  namePayeeAccount({ db: t.db, secrets }, { partyId, ...PAYEE, accountNo, actor: 'test' })

async function collected(t: TestDatabase): Promise<string> {
  const batchId = await collectBatchNow(t, { userId: MAKER })
  if (batchId === undefined) throw new Error('no batch was collected')
  return batchId
}

async function submit(t: TestDatabase, batchId: string, way: 'rail' | 'file' = 'rail') {
  const { version } = await readPayoutBatch(t.db, batchId)
  await submitPayoutBatch(t, { batchId, userId: MAKER, version, way })
}

async function approve(t: TestDatabase, batchId: string, userId = CHECKER) {
  const { version } = await readPayoutBatch(t.db, batchId)
  await decidePayoutBatch(t, { batchId, userId, version, decision: 'approve' })
}

const letTimePass = (t: TestDatabase) =>
  t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + 60')

test('the batch of a payout day is collected once, however many runs there are at the same time; without a rule of days there is none', async () => {
  await using t = await createTestDatabase()
  const partyId = await buildEarner(t.db, 50_000n)
  expect(await collectDueBatch(t)).toBeUndefined()
  await t.owner.query(`INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
    VALUES ('payout_schedule', '*', 2, '{"weekdays": [1,2,3,4,5,6,7], "hour": 0, "leastFen": "10000"}', 'ordinary',
      app_now() - interval '40 days', app_now() - interval '30 days')`)
  const runs = await Promise.all(Array.from({ length: 10 }, () => collectDueBatch(t)))
  expect(runs.filter(batchId => batchId !== undefined)).toHaveLength(1)
  const { rows: batches } = await listPayoutBatches(t.db, { limit: 10 })
  expect(batches).toMatchObject([{ count: 1, amountFen: 50_000n, state: 'collected', collectorName: null }])
  expect(await readBalance(t.db, available(partyId))).toBe(0n)
  expect(await readBalance(t.db, payoutDue(partyId))).toBe(50_000n)
})

test('who is frozen, blocked, short, without an account or with a new one is left out, with the reason', async () => {
  await using t = await createTestDatabase()
  const [frozen, short, cooling, blocked, ok] = await Promise.all([
    buildEarner(t.db, 20_000n),
    buildEarner(t.db, 9_999n),
    buildEarner(t.db, 20_000n),
    buildEarner(t.db, 20_000n),
    buildEarner(t.db, 10_000n),
  ])
  await t.db
    .transaction()
    .execute(trx =>
      restrictParty(trx, { partyId: frozen, cause: 'case', refId: randomUUID(), kinds: ['payouts_frozen'] }),
    )
  await nameAccount(t, cooling, '6222020000009999')
  await t.owner.query(`UPDATE party SET state = 'suspended' WHERE id = $1`, [blocked])
  const bare = await buildEarner(t.db, 20_000n)
  await t.owner.query(`UPDATE payee_account SET state = 'retired' WHERE party_id = $1`, [bare])
  const { lines, leftOut } = await readPayoutBatch(t.db, await collected(t))
  expect(lines.map(line => line.partyId)).toEqual([ok])
  expect(Object.fromEntries(leftOut.map(each => [each.partyId, each.reason]))).toEqual({
    [frozen]: 'frozen',
    [short]: 'below_least',
    [cooling]: 'cooling_off',
    [blocked]: 'blocked',
    [bare]: 'no_account',
  })
  expect(await readBalance(t.db, available(frozen))).toBe(20_000n)
})

test('whose tax still owed is more than its money waits, and the others are paid', async () => {
  await using t = await createTestDatabase()
  // February and March of a year that has not begun, so that no month before them counts.
  await t.owner.query(`UPDATE app_clock SET shift_seconds =
    extract(epoch FROM date_trunc('year', now()) + interval '1 year 1 month 10 days' - now())`)
  const streamer = await buildEarner(t.db, 1_410_000n, 'streamer')
  const ask = (amountFen: bigint) =>
    requestPayout(t, { partyId: streamer, amountFen, makerId: MAKER, idempotencyKey: randomUUID() })
  const { payoutId: february } = await ask(100n)
  await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + 28 * 86400')
  await ask(1_400_000n)
  const { version } =
    (await listPayouts(t.db, { limit: 10 })).rows.find(each => each.payoutId === february) ?? {}
  await decidePayout(t, {
    payoutId: february,
    version: version ?? '',
    checkerId: CHECKER,
    decision: 'reject',
  })
  const ok = await buildEarner(t.db, 10_000n)
  const { lines, leftOut } = await readPayoutBatch(t.db, await collected(t))
  expect(lines.map(line => line.partyId)).toEqual([ok])
  expect(leftOut).toMatchObject([{ partyId: streamer, reason: 'tax_takes_all', availableFen: 10_000n }])
  await expect(ask(10_000n)).rejects.toMatchObject({ code: 'tax_takes_all' })
  expect((await proveLedger(t.db)).disagreement).toBeNull()
})

test('what a party owes stays with it, and who would have too little left over is left out', async () => {
  await using t = await createTestDatabase()
  const [debtor, poor] = [await buildEarner(t.db, 50_000n), await buildEarner(t.db, 20_000n)]
  const owed = [debtor, poor].map(partyId =>
    casePenaltyOwed({ caseId: randomUUID(), partyId, amountFen: 12_000n }),
  )
  await t.db.transaction().execute(trx => postEntries(trx, owed))
  const { lines, leftOut } = await readPayoutBatch(t.db, await collected(t))
  expect(lines).toMatchObject([{ partyId: debtor, amountFen: 38_000n }])
  expect(leftOut).toMatchObject([{ partyId: poor, reason: 'owes', availableFen: 20_000n }])
  expect(await readBalance(t.db, available(debtor))).toBe(12_000n)
})

test('is approved by another person than submitted it, and a line of it not by itself', async () => {
  await using t = await createTestDatabase()
  await buildEarner(t.db, 50_000n)
  const batchId = await collected(t)
  const { version, lines } = await readPayoutBatch(t.db, batchId)
  const early = decidePayoutBatch(t, { batchId, userId: CHECKER, version, decision: 'approve' })
  await expect(early).rejects.toMatchObject({ code: 'payout_state' })
  await submit(t, batchId)
  await expect(approve(t, batchId, MAKER)).rejects.toMatchObject({ code: 'maker_checker' })
  const payoutId = lines[0]?.payoutId ?? ''
  const { rows } = await t.owner.query(
    `SELECT encode(request_hash, 'hex') AS version FROM payout WHERE id = $1`,
    [payoutId],
  )
  const alone = decidePayout(t, { payoutId, ...rows[0], decision: 'approve', checkerId: CHECKER })
  await expect(alone).rejects.toMatchObject({ code: 'payout_state' })
  const around = t.owner.query(
    `UPDATE payout_batch SET state = 'approved', checker_id = maker_id, approved_hash = 'x'`,
  )
  await expect(around).rejects.toThrow(/check constraint/)
  await approve(t, batchId)
  expect((await listPayoutBatches(t.db, { state: 'approved', limit: 10 })).rows).toHaveLength(1)
})

test('changed contents are not approved: an amount, or a line that was taken out', async () => {
  await using t = await createTestDatabase()
  const [first, second] = [await buildEarner(t.db, 50_000n), await buildEarner(t.db, 30_000n)]
  const batchId = await collected(t)
  await submit(t, batchId)
  const seen = await readPayoutBatch(t.db, batchId)
  const decision = { batchId, userId: CHECKER, version: seen.version, decision: 'approve' } as const
  await t.owner.query('UPDATE payout SET amount_fen = 60000 WHERE party_id = $1', [first])
  await expect(decidePayoutBatch(t, decision)).rejects.toMatchObject({ code: 'stale_version' })
  await expect(approve(t, batchId)).rejects.toMatchObject({ code: 'stale_version' })
  await t.owner.query('UPDATE payout SET amount_fen = 50000 WHERE party_id = $1', [first])
  const out = seen.lines.find(line => line.partyId === second)?.payoutId ?? ''
  await takeOutOfBatch(t, { payoutId: out, userId: CHECKER, reason: '对方要求暂缓' })
  expect(await readBalance(t.db, available(second))).toBe(30_000n)
  await expect(decidePayoutBatch(t, decision)).rejects.toMatchObject({ code: 'payout_state' })
  await submit(t, batchId)
  await expect(decidePayoutBatch(t, decision)).rejects.toMatchObject({ code: 'stale_version' })
  await approve(t, batchId)
  expect((await proveLedger(t.db)).disagreement).toBeNull()
})

test('a line that cannot be sent stops no other, and is not sent by the next run either', async () => {
  await using t = await createTestDatabase()
  const deps = depsOf(t)
  const parties = [
    await buildEarner(t.db, 50_000n),
    await buildEarner(t.db, 30_000n),
    await buildEarner(t.db, 20_000n),
  ]
  const batchId = await collected(t)
  await submit(t, batchId)
  await approve(t, batchId)
  const broken = { ...deps.rail }
  const rail: typeof deps.rail = {
    ...broken,
    transfer: request =>
      request.amountFen === 50_000n ? Promise.reject(new Error('unreadable')) : deps.rail.transfer(request),
  }
  await expect(sendPayouts({ ...deps, rail }, { limit: 10 })).rejects.toThrow('unreadable')
  await letTimePass(t)
  await resolvePayouts({ ...deps, rail }, { limit: 10 }).catch(() => undefined)
  const { lines } = await readPayoutBatch(t.db, batchId)
  expect(lines.map(line => line.state)).toEqual(['sent', 'confirmed', 'confirmed'])
  expect(await readBalance(t.db, sent(parties[0] ?? ''))).toBe(50_000n)
  expect(await readBalance(t.db, bank())).toBe(-50_000n)
})

test('the file for the bank names accounts whole and sums exactly, is told of in the audit log, and the rail is never asked about it', async () => {
  await using t = await createTestDatabase()
  const deps = depsOf(t)
  const [first, second] = [await buildEarner(t.db, 1_234_567n), await buildEarner(t.db, 600_001n, 'streamer')]
  const batchId = await collected(t)
  await submit(t, batchId, 'file')
  await approve(t, batchId)
  expect(await sendPayouts(deps, { limit: 10 })).toMatchObject({ processing: 0, unknown: 0 })
  await expect(readPayoutFile({ db: t.db, secrets }, { batchId, userId: MAKER })).rejects.toMatchObject({
    code: 'payout_state',
  })
  await Promise.all([1, 2].map(() => makePayoutFile(t, { batchId, userId: MAKER })))
  const { table } = await readPayoutFile({ db: t.db, secrets }, { batchId, userId: MAKER })
  expect(table.rows.map(row => row[2])).toEqual([PAYEE.accountNo, PAYEE.accountNo])
  const { lines } = await readPayoutBatch(t.db, batchId)
  const inFile = table.rows.reduce((sum, row) => sum + BigInt(row[4]?.replace('.', '') ?? ''), 0n)
  expect(inFile).toBe(lines.reduce((sum, line) => sum + line.netFen, 0n))
  expect(inFile).toBe((await readBalance(t.db, sent(first))) + (await readBalance(t.db, sent(second))))
  await letTimePass(t)
  expect(await resolvePayouts(deps, { limit: 10 })).toEqual({
    confirmed: 0,
    failed: 0,
    processing: 0,
    unknown: 0,
  })

  const [big, small] = lines
  await recordPayoutOutcome(t, { payoutId: big?.payoutId ?? '', outcome: 'unknown', userId: MAKER })
  await recordPayoutOutcome(t, { payoutId: big?.payoutId ?? '', outcome: 'confirmed', userId: MAKER })
  for (const userId of [MAKER, CHECKER])
    await recordPayoutOutcome(t, { payoutId: small?.payoutId ?? '', outcome: 'failed', userId })
  const again = { payoutId: small?.payoutId ?? '', makerId: MAKER }
  const [one, two] = [await retryPayout(t, again), await retryPayout(t, again)]
  expect(two).toEqual({ ...one, repeated: true })
  await expect(retryPayout(t, { payoutId: big?.payoutId ?? '', makerId: MAKER })).rejects.toMatchObject({
    code: 'payout_state',
  })
  const { rows } = await t.owner.query(`SELECT FROM audit_log WHERE action = 'payout_file_downloaded'`)
  expect(rows).toHaveLength(1)
  expect((await proveLedger(t.db)).disagreement).toBeNull()
})

test('who was frozen after the approval is not in the file for the bank: the line is refused with the reason, its money stays with the party', async () => {
  await using t = await createTestDatabase()
  const [frozen, free] = [await buildEarner(t.db, 50_000n), await buildEarner(t.db, 30_000n)]
  const batchId = await collected(t)
  await submit(t, batchId, 'file')
  await approve(t, batchId)
  await t.db.transaction().execute(trx =>
    restrictParty(trx, {
      partyId: frozen,
      cause: 'deposit_short',
      refId: randomUUID(),
      kinds: ['payouts_frozen'],
    }),
  )
  await makePayoutFile(t, { batchId, userId: MAKER })
  const { table } = await readPayoutFile({ db: t.db, secrets }, { batchId, userId: MAKER })
  const { lines } = await readPayoutBatch(t.db, batchId)
  expect(lines).toMatchObject([
    { partyId: frozen, state: 'rejected', failureCode: 'payouts_frozen' },
    { partyId: free, state: 'sent', failureCode: null },
  ])
  expect(table.rows.map(row => row[4])).toEqual(['300.00'])
  expect(await readBalance(t.db, available(frozen))).toBe(50_000n)
  expect(await readBalance(t.db, sent(frozen))).toBe(0n)
  expect((await proveLedger(t.db)).disagreement).toBeNull()
})

test('whatever the balances, a batch takes exactly those from the least amount on, and its sums are those of the ledger', async () => {
  const amounts = fc.array(fc.bigInt({ min: 1n, max: 30_000n }), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(amounts, async balances => {
      await using t = await createTestDatabase()
      const parties = []
      for (const fen of balances) parties.push(await buildEarner(t.db, fen))
      const batch = await findPayoutBatch(t.db, await collected(t))
      const due = await Promise.all(parties.map(partyId => readBalance(t.db, payoutDue(partyId))))
      expect(due).toEqual(balances.map(fen => (fen >= 10_000n ? fen : 0n)))
      expect(batch?.amountFen).toBe(due.reduce((sum, fen) => sum + fen, 0n))
      expect((await proveLedger(t.db)).disagreement).toBeNull()
    }),
    { numRuns: 6 },
  )
})

test('every batch is found, however many there are, page by page from the newest; and who did not wait for the day is named', async () => {
  await using t = await createTestDatabase()
  await t.owner.query(`INSERT INTO payout_batch (no, day, rule_version)
    SELECT 'P' || to_char(day, 'YYMMDD'), day, 1 FROM generate_series(1, 120) AS back, date(app_now() - back * interval '1 day') AS day`)
  const { userId } = await buildPerson(t.db, 'finance', { name: '林静' })
  await collectBatchNow(t, { userId })
  const days: string[] = []
  const pages: number[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await listPayoutBatches(t.db, { cursor, limit: 50 })
    days.push(...page.rows.map(row => row.day))
    pages.push(page.rows.length)
    if (pages.length === 1) expect(page.rows[0]).toMatchObject({ collectorName: '林静', makerName: null })
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  expect(pages).toEqual([50, 50, 21])
  expect(days).toEqual([...new Set(days)].toSorted().toReversed())
  await expect(listPayoutBatches(t.db, { cursor: 'x', limit: 5 })).rejects.toMatchObject({
    code: 'bad_request',
  })
})
