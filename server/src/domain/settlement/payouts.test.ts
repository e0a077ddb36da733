import { randomUUID } from 'node:crypto'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DomainError } from '#domain/domain-error.ts'
import { available, bank, payoutDue, receivable, sent } from '#domain/ledger/accounts.ts'
import { casePenaltyOwed } from '#domain/ledger/debt-entries.ts'
import { saleCaptured, saleSettled, saleSplit } from '#domain/ledger/sale-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { liftRestrictions, restrictParty } from '#domain/parties/restrict-party.ts'
import { collectReceivables } from '#domain/receivables/collect-receivables.ts'
import { owe } from '#domain/receivables/owe.ts'
import type { Behaviour } from '#gateways/rail-simulator/behaviour.ts'
import { createRailSimulator } from '#gateways/rail-simulator/create-rail-simulator.ts'
import { deriveSecrets } from '#secrets.ts'
import { decidePayout } from './decide-payout.ts'
import { finishPayout } from './finish-payout.ts'
import { listPayouts } from './list-payouts.ts'
import { namePayeeAccount } from './name-payee-account.ts'
import { readEarnings } from './read-earnings.ts'
import { requestPayout } from './request-payout.ts'
import { resolvePayouts } from './resolve-payouts.ts'
import { retryPayout } from './retry-payout.ts'
import { type PayoutDeps, sendPayouts } from './send-payouts.ts'

const secrets = deriveSecrets('a secret that only tests know, long enough')
const MAKER = randomUUID()
const CHECKER = randomUUID()

/** A rail whose transfers go as told, and that remembers how often each number was asked for. */
function payoutDeps(t: TestDatabase, behaviours: Behaviour[] = []): PayoutDeps & { calls: string[] } {
  const calls: string[] = []
  const rail = createRailSimulator({
    db: t.db,
    secret: secrets.railWebhook,
    publicUrl: 'http://localhost',
    chooseBehaviour: () => behaviours.shift() ?? 'succeed',
  })
  const transfer: typeof rail.transfer = request => {
    calls.push(request.outTransferNo)
    return rail.transfer(request)
  }
  return { db: t.db, rail: { ...rail, transfer }, secrets, calls }
}

/** A party that has earned, with an account to be paid to. */
async function buildEarner(t: TestDatabase, availableFen: bigint): Promise<string> {
  const partyId = await buildParty(t.db, 'supplier')
  const orderId = randomUUID()
  const share = { role: 'supplier', partyId, amountFen: availableFen }
  await t.db
    .transaction()
    .execute(trx =>
      postEntries(trx, [
        saleCaptured({ orderId, paidFen: availableFen, platformDiscountFen: 0n }),
        saleSplit({ orderId, shares: [share] }),
        saleSettled({ batchId: randomUUID(), lines: [share], platformFen: 0n }),
      ]),
    )
  await namePayeeAccount({ db: t.db, secrets }, { partyId, ...ACCOUNT, actor: 'test' })
  return partyId
}
const ACCOUNT = { holderName: '张三', bankName: '招商银行', accountNo: '6222020000001234' }

const ask = (t: TestDatabase, partyId: string, amountFen: bigint, key: string = randomUUID()) =>
  requestPayout(t, { partyId, amountFen, makerId: MAKER, idempotencyKey: key })

async function versionOf(t: TestDatabase, payoutId: string): Promise<string> {
  const { rows } = await listPayouts(t.db, { limit: 100 })
  return rows.find(row => row.payoutId === payoutId)?.version ?? ''
}

async function decide(
  t: TestDatabase,
  payoutId: string,
  more: { checkerId?: string; decision?: 'approve' | 'reject' } = {},
) {
  const version = await versionOf(t, payoutId)
  return decidePayout(t, { payoutId, version, decision: 'approve', checkerId: CHECKER, ...more })
}

async function stateOf(t: TestDatabase, payoutId: string): Promise<string> {
  const { rows } = await t.owner.query<{ state: string }>('SELECT state FROM payout WHERE id = $1', [
    payoutId,
  ])
  return rows[0]?.state ?? 'missing'
}

/** Lets the simulated transfer arrive and the rest between two questions pass. */
const letTimePass = (t: TestDatabase) =>
  t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + 60')

/** ¥5 of ¥10, asked for, approved and given to the rail. */
async function sendOne(t: TestDatabase, deps: PayoutDeps): Promise<{ partyId: string; payoutId: string }> {
  const partyId = await buildEarner(t, 1_000n)
  const { payoutId } = await ask(t, partyId, 500n)
  await decide(t, payoutId)
  await sendPayouts(deps, { limit: 10 })
  return { partyId, payoutId }
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'none',
    error => {
      if (error instanceof DomainError) return error.code
      throw error
    },
  )
}

describe('a payout', () => {
  test('of a party whose payouts are frozen is not taken, and one that was approved before waits until they are free', async () => {
    await using t = await createTestDatabase()
    const deps = payoutDeps(t)
    const partyId = await buildEarner(t, 50_000n)
    const { payoutId } = await ask(t, partyId, 30_000n)
    await decide(t, payoutId)
    const freeze = { partyId, cause: 'deposit_short', refId: randomUUID() } as const
    await t.db
      .transaction()
      .execute(trx => restrictParty(trx, { ...freeze, kinds: ['no_holds', 'payouts_frozen'] }))
    await expect(ask(t, partyId, 1_000n)).rejects.toMatchObject({
      code: 'party_restricted',
      facts: { kind: 'payouts_frozen', cause: 'deposit_short', who: 'own' },
    })
    await sendPayouts(deps, { limit: 10 })
    expect(await stateOf(t, payoutId)).toBe('approved')
    await t.db.transaction().execute(trx => liftRestrictions(trx, freeze))
    expect(await sendPayouts(deps, { limit: 10 })).toMatchObject({ processing: 1 })
  })

  test('goes from available to the bank, through two people and the rail', async () => {
    await using t = await createTestDatabase()
    const deps = payoutDeps(t)
    const partyId = await buildEarner(t, 50_000n)
    const { payoutId } = await ask(t, partyId, 30_000n)
    expect(await readBalance(t.db, available(partyId))).toBe(20_000n)
    expect(await readBalance(t.db, payoutDue(partyId))).toBe(30_000n)
    await decide(t, payoutId)
    expect(await sendPayouts(deps, { limit: 10 })).toMatchObject({ processing: 1 })
    expect(await readBalance(t.db, sent(partyId))).toBe(30_000n)
    await letTimePass(t)
    expect(await resolvePayouts(deps, { limit: 10 })).toMatchObject({ confirmed: 1 })
    expect(await stateOf(t, payoutId)).toBe('confirmed')
    expect(await readBalance(t.db, sent(partyId))).toBe(0n)
    expect(await readBalance(t.db, bank())).toBe(-30_000n)
    expect((await proveLedger(t.db)).disagreement).toBeNull()
  })

  test('is refused below one yuan, above the balance and without an account', async () => {
    await using t = await createTestDatabase()
    const partyId = await buildEarner(t, 1_000n)
    expect(await refusal(ask(t, partyId, 99n))).toBe('bad_request')
    expect(await refusal(ask(t, partyId, 1_001n))).toBe('insufficient_balance')
    expect(await refusal(ask(t, await buildParty(t.db, 'streamer'), 100n))).toBe('payee_account_missing')
    expect((await listPayouts(t.db, { limit: 10 })).rows).toEqual([])
  })

  test('of what is available again is refused above what the party does not owe, before the debt has been collected', async () => {
    await using t = await createTestDatabase()
    const deps = payoutDeps(t, ['fail'])
    const partyId = await buildEarner(t, 100_000n)
    const { payoutId } = await ask(t, partyId, 100_000n)
    await decide(t, payoutId)
    await sendPayouts(deps, { limit: 10 })
    const debt = { partyId, amountFen: 60_000n }
    const refId = randomUUID()
    await t.db.transaction().execute(async trx => {
      await owe(trx, { ...debt, cause: 'case', refId, orderId: null })
      await postEntries(trx, [casePenaltyOwed({ ...debt, caseId: refId })])
    })
    await letTimePass(t)
    expect(await resolvePayouts(deps, { limit: 10 })).toMatchObject({ failed: 1 })
    // What may be asked for is what is offered.
    const { totals } = await readEarnings(t.db, { partyId, limit: 1 })
    expect(totals).toMatchObject({ availableFen: 100_000n, receivableFen: 60_000n, freeFen: 40_000n })
    const retry = retryPayout(t, { payoutId, makerId: MAKER })
    await expect(retry).rejects.toMatchObject({
      code: 'insufficient_balance',
      facts: { availableFen: '40000', owedFen: '60000' },
    })
    expect(await refusal(ask(t, partyId, 40_001n))).toBe('insufficient_balance')
    await ask(t, partyId, 40_000n)
    expect((await readEarnings(t.db, { partyId, limit: 1 })).totals.freeFen).toBe(0n)
    await collectReceivables(t)
    expect(await readBalance(t.db, available(partyId))).toBe(0n)
    expect(await readBalance(t.db, receivable(partyId))).toBe(0n)
  })

  test('asked for twice with one key is one payout; with another amount it is a conflict', async () => {
    await using t = await createTestDatabase()
    const partyId = await buildEarner(t, 1_000n)
    const asked = await Promise.all([1, 2, 3].map(() => ask(t, partyId, 600n, 'key-1234')))
    expect(new Set(asked.map(({ payoutId }) => payoutId)).size).toBe(1)
    expect(asked.filter(({ repeated }) => !repeated)).toHaveLength(1)
    expect(await refusal(ask(t, partyId, 500n, 'key-1234'))).toBe('idempotency_conflict')
    expect(await readBalance(t.db, available(partyId))).toBe(400n)
  })

  test('two that together exceed the balance: one is refused, whoever is first', async () => {
    await using t = await createTestDatabase()
    const partyId = await buildEarner(t, 1_000n)
    const codes = await Promise.all([700n, 600n].map(fen => refusal(ask(t, partyId, fen))))
    expect(codes.sort()).toEqual(['insufficient_balance', 'none'])
  })

  test('is not approved by who asked for it, not even by a row written around the code', async () => {
    await using t = await createTestDatabase()
    const partyId = await buildEarner(t, 1_000n)
    const { payoutId } = await ask(t, partyId, 500n)
    expect(await refusal(decide(t, payoutId, { checkerId: MAKER }))).toBe('maker_checker')
    const around = t.owner.query(
      `UPDATE payout SET state = 'approved', checker_id = maker_id WHERE id = $1`,
      [payoutId],
    )
    await expect(around).rejects.toThrow(/check constraint/)
    const unchecked = t.owner.query(`UPDATE payout SET state = 'approved' WHERE id = $1`, [payoutId])
    await expect(unchecked).rejects.toThrow(/check constraint/)
  })

  test('two approvals at once are one approval; a later decision is told what stands', async () => {
    await using t = await createTestDatabase()
    const partyId = await buildEarner(t, 1_000n)
    const { payoutId } = await ask(t, partyId, 500n)
    const others = [randomUUID(), randomUUID()]
    const codes = await Promise.all(others.map(checkerId => refusal(decide(t, payoutId, { checkerId }))))
    expect(codes.sort()).toEqual(['none', 'payout_state'])
    expect(await refusal(decide(t, payoutId, { decision: 'reject' }))).toBe('payout_state')
    const { rows } = await t.owner.query("SELECT FROM outbox WHERE kind = 'payout_approved'")
    expect(rows).toHaveLength(1)
  })

  test('the same decision again is a repeat', async () => {
    await using t = await createTestDatabase()
    const partyId = await buildEarner(t, 1_000n)
    const { payoutId } = await ask(t, partyId, 500n)
    expect(await decide(t, payoutId)).toEqual({ state: 'approved' })
    expect(await decide(t, payoutId)).toEqual({ state: 'approved' })
  })

  test('rejected, its money is available again, once', async () => {
    await using t = await createTestDatabase()
    const partyId = await buildEarner(t, 1_000n)
    const { payoutId } = await ask(t, partyId, 500n)
    await decide(t, payoutId, { decision: 'reject' })
    await decide(t, payoutId, { decision: 'reject' })
    expect(await readBalance(t.db, available(partyId))).toBe(1_000n)
    expect(await refusal(decide(t, payoutId))).toBe('payout_state')
  })

  test('changed after it was seen, it is not approved; changed after approval, it is not sent', async () => {
    await using t = await createTestDatabase()
    const deps = payoutDeps(t)
    const partyId = await buildEarner(t, 1_000n)
    const first = await ask(t, partyId, 300n)
    const seen = await versionOf(t, first.payoutId)
    await t.owner.query('UPDATE payout SET amount_fen = 900 WHERE id = $1', [first.payoutId])
    const approval = {
      payoutId: first.payoutId,
      version: seen,
      decision: 'approve',
      checkerId: CHECKER,
    } as const
    expect(await refusal(decidePayout(t, approval))).toBe('stale_version')

    const second = await ask(t, partyId, 400n)
    await decide(t, second.payoutId)
    await namePayeeAccount(
      { db: t.db, secrets },
      { partyId, ...ACCOUNT, accountNo: '6222029999999999', actor: 'test' },
    )
    expect(await sendPayouts(deps, { limit: 10 })).toMatchObject({ refused: 1, processing: 0 })
    expect(await stateOf(t, second.payoutId)).toBe('rejected')
    expect(deps.calls).toEqual([])
    expect(await readBalance(t.db, available(partyId))).toBe(700n)
  })
})

describe('a transfer', () => {
  test('whose answer was lost is asked about, never sent again', async () => {
    await using t = await createTestDatabase()
    const deps = payoutDeps(t, ['answer_lost'])
    const partyId = await buildEarner(t, 1_000n)
    const { payoutId } = await ask(t, partyId, 500n)
    await decide(t, payoutId)
    expect(await sendPayouts(deps, { limit: 10 })).toMatchObject({ unknown: 1 })
    expect(await stateOf(t, payoutId)).toBe('unknown')
    expect(await sendPayouts(deps, { limit: 10 })).toMatchObject({ unknown: 0, processing: 0 })
    await letTimePass(t)
    expect(await resolvePayouts(deps, { limit: 10 })).toMatchObject({ confirmed: 1 })
    expect(deps.calls).toHaveLength(1)
  })

  test('that never reached the rail is asked for once more, with the same number', async () => {
    await using t = await createTestDatabase()
    const deps = payoutDeps(t, ['call_lost'])
    await sendOne(t, deps)
    await letTimePass(t)
    await resolvePayouts(deps, { limit: 10 })
    await letTimePass(t)
    expect(await resolvePayouts(deps, { limit: 10 })).toMatchObject({ confirmed: 1 })
    expect(deps.calls).toHaveLength(2)
    expect(new Set(deps.calls).size).toBe(1)
    expect(await readBalance(t.db, bank())).toBe(-500n)
  })

  test('is found again by a process that died between writing "sent" and calling the rail', async () => {
    await using t = await createTestDatabase()
    const dying: PayoutDeps = payoutDeps(t)
    dying.rail = { ...dying.rail, transfer: () => Promise.reject(new Error('killed')) }
    const partyId = await buildEarner(t, 1_000n)
    const { payoutId } = await ask(t, partyId, 500n)
    await decide(t, payoutId)
    await expect(sendPayouts(dying, { limit: 10 })).rejects.toThrow('killed')
    expect(await stateOf(t, payoutId)).toBe('sent')
    const deps = payoutDeps(t)
    await letTimePass(t)
    await resolvePayouts(deps, { limit: 10 })
    await letTimePass(t)
    await resolvePayouts(deps, { limit: 10 })
    expect(await stateOf(t, payoutId)).toBe('confirmed')
    expect(deps.calls).toHaveLength(1)
  })

  test('that ended while the rail was asked about it is not asked for again: its money is available already', async () => {
    await using t = await createTestDatabase()
    const deps = payoutDeps(t, ['call_lost'])
    const { partyId } = await sendOne(t, deps)
    await letTimePass(t)
    const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const queryTransfer: typeof deps.rail.queryTransfer = async no => {
      const answered = await deps.rail.queryTransfer(no)
      asked.resolve()
      await answer.promise
      return answered
    }
    const run = resolvePayouts({ ...deps, rail: { ...deps.rail, queryTransfer } }, { limit: 10 })
    await asked.promise
    const ended = { amountFen: 500n, railTransferId: null, failureCode: 'payee_invalid' }
    await finishPayout(t, { ...ended, no: deps.calls[0] ?? '', outcome: 'failed' })
    answer.resolve()
    expect(await run).toMatchObject({ failed: 1 })
    expect(deps.calls).toHaveLength(1)
    expect(await readBalance(t.db, available(partyId))).toBe(1_000n)
  })

  test('is asked about in turn: three without an answer keep no other from its end', async () => {
    await using t = await createTestDatabase()
    const deps = payoutDeps(t)
    const partyId = await buildEarner(t, 10_000n)
    for (let n = 0; n < 4; n++) await decide(t, (await ask(t, partyId, 500n)).payoutId)
    await sendPayouts(deps, { limit: 10 })
    const silent = deps.calls.slice(0, 3)
    const queryTransfer: typeof deps.rail.queryTransfer = async no =>
      silent.includes(no) ? { outcome: 'unknown' } : deps.rail.queryTransfer(no)
    const run = () => resolvePayouts({ ...deps, rail: { ...deps.rail, queryTransfer } }, { limit: 10 })
    await letTimePass(t)
    expect(await run()).toMatchObject({ unknown: 3, confirmed: 0 })
    await letTimePass(t)
    expect(await run()).toMatchObject({ confirmed: 1 })
  })

  test('that failed makes the money available again', async () => {
    await using t = await createTestDatabase()
    const deps = payoutDeps(t, ['fail'])
    const { partyId, payoutId } = await sendOne(t, deps)
    await letTimePass(t)
    expect(await resolvePayouts(deps, { limit: 10 })).toMatchObject({ failed: 1 })
    expect(await readBalance(t.db, available(partyId))).toBe(1_000n)
    expect(await stateOf(t, payoutId)).toBe('failed')
  })

  test('ends in exactly one of confirmed and failed, whatever is told in whichever order', async () => {
    await using t = await createTestDatabase()
    const partyId = await buildEarner(t, 10_000_000n)
    const telling = fc.array(fc.constantFrom('confirmed', 'failed'), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(telling, async told => {
        const before = await readBalance(t.db, available(partyId))
        const { payoutId } = await ask(t, partyId, 100n)
        await decide(t, payoutId)
        await sendPayouts(payoutDeps(t, ['answer_lost']), { limit: 1 })
        const { rows } = await t.owner.query<{ no: string }>('SELECT no FROM payout WHERE id = $1', [
          payoutId,
        ])
        const ended = { no: rows[0]?.no ?? '', amountFen: 100n, railTransferId: null, failureCode: null }
        const outcomes = await Promise.all(told.map(outcome => finishPayout(t, { ...ended, outcome })))
        expect(outcomes.filter(outcome => outcome === 'done')).toHaveLength(1)
        const state = await stateOf(t, payoutId)
        const after = await readBalance(t.db, available(partyId))
        expect(after).toBe(state === 'confirmed' ? before - 100n : before)
        expect(told).toContain(state)
      }),
      { numRuns: 25 },
    )
    expect(await readBalance(t.db, sent(partyId))).toBe(0n)
    expect((await proveLedger(t.db)).disagreement).toBeNull()
  })

  test('told with another amount or an unknown number changes nothing', async () => {
    await using t = await createTestDatabase()
    const deps = payoutDeps(t)
    const partyId = await buildEarner(t, 1_000n)
    const { payoutId } = await ask(t, partyId, 500n)
    await decide(t, payoutId)
    await sendPayouts(deps, { limit: 1 })
    const told = { outcome: 'confirmed', railTransferId: null, failureCode: null } as const
    expect(await refusal(finishPayout(t, { ...told, no: deps.calls[0] ?? '', amountFen: 501n }))).toBe(
      'payment_refused',
    )
    expect(await refusal(finishPayout(t, { ...told, no: 'T0', amountFen: 500n }))).toBe('not_found')
    expect(await stateOf(t, payoutId)).toBe('sent')
  })
})
