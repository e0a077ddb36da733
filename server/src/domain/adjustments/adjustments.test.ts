import { randomUUID } from 'node:crypto'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { ADJUSTMENT_PAIRS, type AdjustmentPair, isPartyPair } from '@haowu/shared/adjustments.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { available, compensation, payoutDue, suspense } from '#domain/ledger/accounts.ts'
import { adjustmentLeg } from '#domain/ledger/adjustment-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { decideAdjustment } from './decide-adjustment.ts'
import { listAdjustments, readAdjustment } from './list-adjustments.ts'
import { proposeReversal } from './propose-reversal.ts'
import { saveDraft } from './save-draft.ts'
import { discardDraft, submitAdjustment } from './submit-adjustment.ts'

let t: TestDatabase
let partyId: string
beforeAll(async () => {
  t = await createTestDatabase()
  partyId = await buildParty(t.db, 'supplier')
})
afterAll(() => t[Symbol.asyncDispose]())

const [MAKER, ONE, TWO, THREE] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
const TWO_FROM = 500_000n
const content = (amountFen: bigint, pair: AdjustmentPair = 'compensation_paid') => ({
  reason: 'wrong_split' as const,
  note: '分账多扣了平台费，补给供应商',
  evidenceKey: `${'a'.repeat(64)}.pdf`,
  lines: [{ pair, partyId: isPartyPair(pair) ? partyId : null, amountFen }],
})

async function handedIn(amountFen: bigint): Promise<string> {
  const { adjustmentId } = await saveDraft(t, { ...content(amountFen), makerId: MAKER })
  await submitAdjustment(t, { adjustmentId, memberUserId: MAKER })
  return adjustmentId
}

const see = (adjustmentId: string, userId = MAKER) => readAdjustment(t.db, { adjustmentId, userId })

async function decide(
  adjustmentId: string,
  checkerId: string,
  more: { approve?: boolean; version?: string } = {},
) {
  const { approve = true, version = (await see(adjustmentId)).version } = more
  return decideAdjustment(t, { adjustmentId, approve, note: approve ? null : '证据不足', version, checkerId })
}

const balance = () => readBalance(t.db, available(partyId))

describe('an adjustment', () => {
  test('below the amount of the rule is posted when one other agrees, with its legs, its number and its proof', async () => {
    const before = await balance()
    const id = await handedIn(TWO_FROM - 1n)
    expect(await see(id)).toMatchObject({ state: 'waiting', approvalsNeeded: 1, approvals: 0 })
    expect(await balance()).toBe(before)
    expect(await decide(id, ONE)).toEqual({ state: 'posted' })
    expect((await balance()) - before).toBe(TWO_FROM - 1n)
    const { decisions, lines, transactionId } = await see(id)
    expect(decisions).toMatchObject([{ checkerId: ONE, approved: true }])
    expect(lines).toMatchObject([{ debit: compensation(), credit: available(partyId) }])
    expect(transactionId).not.toBeNull()
    expect((await proveLedger(t.db)).disagreement).toBeNull()
  })

  test('from that amount on needs two others; the first moves nothing', async () => {
    const before = await balance()
    const id = await handedIn(TWO_FROM)
    expect(await decide(id, ONE)).toEqual({ state: 'waiting' })
    expect(await balance()).toBe(before)
    expect(await see(id)).toMatchObject({ approvalsNeeded: 2, approvals: 1 })
    expect(await decide(id, TWO)).toEqual({ state: 'posted' })
    expect((await balance()) - before).toBe(TWO_FROM)
  })

  test('is not agreed to by who drafted it, nor twice by the same person', async () => {
    const before = await balance()
    const id = await handedIn(TWO_FROM)
    await expect(decide(id, MAKER)).rejects.toMatchObject({
      code: 'second_person_needed',
      facts: { what: 'adjustment' },
    })
    await decide(id, ONE)
    await expect(decide(id, ONE)).rejects.toMatchObject({ code: 'already_agreed' })
    await expect(decide(id, ONE, { approve: false })).rejects.toMatchObject({ code: 'already_agreed' })
    await expect(decide(id, MAKER)).rejects.toMatchObject({ code: 'second_person_needed' })
    expect(await balance()).toBe(before)
  })

  test('is approved by whoever saw just this: another content is stale', async () => {
    const id = await handedIn(1_00n)
    await expect(decide(id, ONE, { version: 'f'.repeat(64) })).rejects.toMatchObject({
      code: 'stale_version',
    })
  })

  test('refused by one it ends, however many agreed, and cannot be agreed to any more', async () => {
    const id = await handedIn(TWO_FROM)
    await decide(id, ONE)
    expect(await decide(id, TWO, { approve: false })).toEqual({ state: 'refused' })
    expect(await decide(id, TWO, { approve: false })).toEqual({ state: 'refused' })
    await expect(decide(id, THREE)).rejects.toMatchObject({
      code: 'adjustment_state',
      facts: { state: 'refused' },
    })
  })

  test('many at once: it is posted once, and by two different people', async () => {
    const before = await balance()
    const id = await handedIn(TWO_FROM)
    await Promise.allSettled([ONE, TWO, THREE, ONE, TWO, MAKER].map(person => decide(id, person)))
    expect((await balance()) - before).toBe(TWO_FROM)
    expect((await see(id)).decisions.length).toBe(2)
  })

  test('that would take what is not there waits on, and is posted once it is', async () => {
    const poor = await buildParty(t.db, 'streamer')
    const line = { pair: 'commission_charged' as const, partyId: poor, amountFen: 1_000n }
    const { adjustmentId } = await saveDraft(t, { ...content(1n), lines: [line], makerId: MAKER })
    await submitAdjustment(t, { adjustmentId, memberUserId: MAKER })
    await expect(decide(adjustmentId, ONE)).rejects.toMatchObject({ code: 'insufficient_balance' })
    expect(await see(adjustmentId)).toMatchObject({ state: 'waiting', approvals: 0 })
    const entry = { kind: 'test', refType: 'test', refId: '1', actor: 'test' }
    const legs = [{ debit: suspense(), credit: available(poor), amountFen: 1_000n }]
    await t.db.transaction().execute(trx => postEntries(trx, [{ ...entry, key: randomUUID(), legs }]))
    expect(await decide(adjustmentId, ONE)).toEqual({ state: 'posted' })
  })
})

describe('a draft', () => {
  test('is seen and changed by its author alone, until it is handed in', async () => {
    const { adjustmentId } = await saveDraft(t, { ...content(5n), makerId: MAKER })
    await expect(see(adjustmentId, ONE)).rejects.toMatchObject({ code: 'not_found' })
    await expect(decide(adjustmentId, ONE, { version: '' })).rejects.toMatchObject({ code: 'not_found' })
    const foreign = saveDraft(t, { ...content(6n), adjustmentId, makerId: ONE })
    await expect(foreign).rejects.toMatchObject({ code: 'not_found' })
    await expect(submitAdjustment(t, { adjustmentId, memberUserId: ONE })).rejects.toMatchObject({
      code: 'not_found',
    })
    await saveDraft(t, { ...content(7n, 'suspense_to_fee'), adjustmentId, makerId: MAKER })
    expect(await see(adjustmentId)).toMatchObject({ amountFen: 7n, lines: [{ pair: 'suspense_to_fee' }] })
    await submitAdjustment(t, { adjustmentId, memberUserId: MAKER })
    await submitAdjustment(t, { adjustmentId, memberUserId: MAKER })
    const late = saveDraft(t, { ...content(8n), adjustmentId, makerId: MAKER })
    await expect(late).rejects.toMatchObject({ code: 'adjustment_state', facts: { state: 'waiting' } })
    await expect(discardDraft(t, { adjustmentId, memberUserId: MAKER })).rejects.toMatchObject({
      code: 'adjustment_state',
    })
  })

  test('that is discarded is gone for all but its author, and cannot be handed in', async () => {
    const { adjustmentId } = await saveDraft(t, { ...content(5n), makerId: MAKER })
    await discardDraft(t, { adjustmentId, memberUserId: MAKER })
    await expect(submitAdjustment(t, { adjustmentId, memberUserId: MAKER })).rejects.toMatchObject({
      code: 'adjustment_state',
    })
    await expect(see(adjustmentId, ONE)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('for a party that there is not is refused', async () => {
    const lines = [{ pair: 'subsidy_paid' as const, partyId: randomUUID(), amountFen: 1n }]
    await expect(saveDraft(t, { ...content(1n), lines, makerId: MAKER })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('a reversal', () => {
  test('takes back to the fen what was posted, agreed to like the first, once', async () => {
    const before = await balance()
    const id = await handedIn(3_000n)
    await expect(
      proposeReversal(t, { adjustmentId: id, note: '还没过账', makerId: ONE }),
    ).rejects.toMatchObject({
      code: 'adjustment_state',
    })
    await decide(id, ONE)
    const propose = () => proposeReversal(t, { adjustmentId: id, note: '补错了对象', makerId: ONE })
    const { adjustmentId: reversal } = await propose()
    await expect(propose()).rejects.toMatchObject({ code: 'adjustment_state', facts: { state: 'waiting' } })
    await expect(decide(reversal, ONE)).rejects.toMatchObject({ code: 'second_person_needed' })
    expect(await decide(reversal, MAKER)).toEqual({ state: 'posted' })
    expect(await balance()).toBe(before)
    expect(await see(id)).toMatchObject({ state: 'reversed' })
    await expect(propose()).rejects.toMatchObject({ code: 'adjustment_state', facts: { state: 'reversed' } })
    await expect(
      proposeReversal(t, { adjustmentId: reversal, note: '再来', makerId: TWO }),
    ).rejects.toMatchObject({ code: 'adjustment_state' })
    expect((await proveLedger(t.db)).disagreement).toBeNull()
  })

  test('of money that has moved on is refused by the ledger and waits', async () => {
    const rich = await buildParty(t.db, 'streamer')
    const lines = [{ pair: 'subsidy_paid' as const, partyId: rich, amountFen: 900n }]
    const { adjustmentId } = await saveDraft(t, { ...content(1n), lines, makerId: MAKER })
    await submitAdjustment(t, { adjustmentId, memberUserId: MAKER })
    await decide(adjustmentId, ONE)
    const entry = { kind: 'test', refType: 'test', refId: '2', actor: 'test' }
    const legs = [{ debit: available(rich), credit: payoutDue(rich), amountFen: 900n }]
    await t.db.transaction().execute(trx => postEntries(trx, [{ ...entry, key: randomUUID(), legs }]))
    const { adjustmentId: reversal } = await proposeReversal(t, {
      adjustmentId,
      note: '撤回补贴',
      makerId: ONE,
    })
    await expect(decide(reversal, TWO)).rejects.toMatchObject({ code: 'insufficient_balance' })
    expect(await see(adjustmentId)).toMatchObject({ state: 'posted' })
  })
})

describe('the database refuses by itself', () => {
  test('a post without enough others, a second vote, the author’s own vote, and a change of what was handed in', async () => {
    const id = await handedIn(TWO_FROM)
    const run = (statement: string, values: unknown[]) => t.owner.query(statement, values)
    await expect(
      run(`UPDATE adjustment SET state = 'posted', decided_at = now(), transaction_id = 1 WHERE id = $1`, [
        id,
      ]),
    ).rejects.toThrow('is not agreed')
    const vote = (checker: string) =>
      run(
        `INSERT INTO adjustment_decision (adjustment_id, maker_id, checker_id, approved, content_hash) VALUES ($1, $2, $3, true, 'x')`,
        [id, MAKER, checker],
      )
    await expect(vote(MAKER)).rejects.toThrow('check constraint')
    await vote(ONE)
    await expect(vote(ONE)).rejects.toThrow('duplicate key')
    await vote(TWO)
    await expect(
      run(`UPDATE adjustment SET state = 'posted', decided_at = now(), transaction_id = 1 WHERE id = $1`, [
        id,
      ]),
    ).rejects.toThrow('is not agreed')
    await expect(run('UPDATE adjustment SET amount_fen = 1 WHERE id = $1', [id])).rejects.toThrow('handed in')
    await expect(
      run('UPDATE adjustment_line SET amount_fen = 1 WHERE adjustment_id = $1', [id]),
    ).rejects.toThrow('handed in')
    await expect(
      run(
        `INSERT INTO adjustment_line (adjustment_id, seq, pair, amount_fen) VALUES ($1, 2, 'anything', 1)`,
        [id],
      ),
    ).rejects.toThrow()
  })
})

test('every pair moves between two different accounts, and none of them is a sum of other rows', () => {
  const kept =
    /^(L:(PENDING|RESERVE|PAYOUT_DUE|SENT|DEPOSIT|DEPOSIT_HELD|ESCROW|REFUND_DUE|DEFERRED)|A:(RECEIVABLE|BANK|CHANNEL))/
  fc.assert(
    fc.property(
      fc.constantFrom(...ADJUSTMENT_PAIRS),
      fc.bigInt({ min: 1n, max: 10n ** 12n }),
      (pair, amountFen) => {
        const leg = adjustmentLeg({ pair, partyId: isPartyPair(pair) ? partyId : null, amountFen })
        expect(leg.debit).not.toBe(leg.credit)
        expect(leg.debit).not.toMatch(kept)
        expect(leg.credit).not.toMatch(kept)
        expect(() =>
          adjustmentLeg({ pair, partyId: isPartyPair(pair) ? null : partyId, amountFen }),
        ).toThrow()
      },
    ),
  )
})

test('a list holds what waits for anybody, newest first', async () => {
  const id = await handedIn(9n)
  const rows = await listAdjustments(t.db, { states: ['waiting'], userId: TWO, limit: 100 })
  expect(rows[0]?.id).toBe(id)
  expect(rows.every(row => row.state === 'waiting')).toBe(true)
})
