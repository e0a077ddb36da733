import { randomUUID } from 'node:crypto'
import { buildItem, buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { holdForSession } from '#domain/catalog/take-live-hold.ts'
import { creditDeposit } from '#domain/deposits/credit-deposit.ts'
import { holdForCase } from '#domain/deposits/hold-for-case.ts'
import { readDeposit } from '#domain/deposits/read-deposit.ts'
import { available, receivable } from '#domain/ledger/accounts.ts'
import { payoutRequested } from '#domain/ledger/payout-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { refuseRestricted } from '#domain/parties/restrict-party.ts'
import { approveLoan } from './approve-loan.ts'
import { cancelLoan } from './cancel-loan.ts'
import { checkInLoan } from './check-in-loan.ts'
import { claimLost } from './claim-lost.ts'
import { findAgain } from './find-again.ts'
import type { OpenLoanCase } from './loan-dispute.ts'
import { asBorrowerSees, readLoan } from './read-loan.ts'
import { receiveLoan } from './receive-loan.ts'
import { refuseLoan } from './refuse-loan.ts'
import { requestLoan } from './request-loan.ts'
import { sendBackLoan } from './send-back-loan.ts'
import { compensateForLoan } from './settle-lost-loan.ts'
import { shipLoan } from './ship-loan.ts'
import { sweepLoans } from './sweep-loans.ts'

const PRICE = 100_000n
const EXPOSURE = 20_000n
const DAYS = 5

let t: TestDatabase
let streamerId: string
let supplierId: string
let itemId: string
const memberId = randomUUID()

beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(async () => {
  try {
    expect(await proveLedger(t.db)).toMatchObject({ disagreement: null })
  } finally {
    await t[Symbol.asyncDispose]()
  }
})
beforeEach(async () => {
  streamerId = await buildParty(t.db, 'streamer')
  ;({ itemId, supplierId } = await buildItem(t.db, { priceFen: PRICE }))
  await payIn(50_000n)
})

const payIn = (amountFen: bigint, partyId = streamerId) =>
  t.db.transaction().execute(trx => creditDeposit(trx, { paymentId: randomUUID(), partyId, amountFen }))
const passDays = (days: number) =>
  t.db
    .updateTable('appClock')
    .set({ shiftSeconds: sql`shift_seconds + ${days * 86_400}` })
    .execute()

const request = async (more: Partial<Parameters<typeof requestLoan>[1]> = {}) =>
  (await requestLoan(t, { streamerId, memberId, itemId, days: DAYS, reason: '开箱试播', ...more })).loanId
const bySupplier = (loanId: string) => ({ loanId, supplierId, memberId })
const approve = (loanId: string) => approveLoan(t, bySupplier(loanId))
const ship = (loanId: string) =>
  shipLoan(t, { ...bySupplier(loanId), carrier: 'sf', trackingNo: 'SF1234567890' })
const codeOf = async (loanId: string) => (await readLoan(t.db, { loanId })).code
const receive = async (loanId: string) =>
  receiveLoan(t, { streamerId, memberId, loanCode: await codeOf(loanId), photos: [] })
const sendBack = (loanId: string) =>
  sendBackLoan(t, { loanId, streamerId, memberId, carrier: 'jd', trackingNo: 'JD0987654321', photos: [] })
const disputes: Parameters<OpenLoanCase>[1][] = []
const openLoanCase: OpenLoanCase = async (trx, dispute) => {
  disputes.push(dispute)
  const caseId = randomUUID()
  await holdForCase(trx, { caseId, partyId: dispute.streamerId, amountFen: dispute.claimedFen })
  return { caseId }
}
const checkIn = (loanId: string) =>
  checkInLoan({ ...t, openLoanCase }, { ...bySupplier(loanId), photos: [], outcome: 'matched' })
const differs = (loanId: string, claimedFen = 30_000n) =>
  checkInLoan(
    { ...t, openLoanCase },
    { ...bySupplier(loanId), photos: [], outcome: 'differs', statement: '屏幕多了一道划痕', claimedFen },
  )
const lost = (loanId: string) =>
  claimLost({ ...t, openLoanCase }, { ...bySupplier(loanId), statement: '超过归还期多日，联系不上' })

async function lent(): Promise<string> {
  const loanId = await request()
  await approve(loanId)
  await ship(loanId)
  await receive(loanId)
  return loanId
}

const itemNow = () =>
  t.db
    .selectFrom('item')
    .select(['state', 'reportId', 'qty'])
    .where('id', '=', itemId)
    .executeTakeFirstOrThrow()
const held = async () => (await readDeposit(t.db, { partyId: streamerId })).heldFen
const state = async (loanId: string) => (await readLoan(t.db, { loanId })).state
const noHolds = async () =>
  (
    await t.db
      .selectFrom('partyRestriction')
      .selectAll()
      .where('partyId', '=', streamerId)
      .where('liftedAt', 'is', null)
      .execute()
  ).map(({ kind, cause }) => [kind, cause])
const told = async (partyId: string) =>
  (
    await t.db
      .selectFrom('notice')
      .select(['kind', 'facts'])
      .where('partyId', '=', partyId)
      .orderBy('id')
      .execute()
  ).map(({ kind, facts }) => `${kind}:${(facts as { step?: string }).step}`)

describe('a loan from wish to return', () => {
  test('takes the piece off sale, holds the deposit, follows it by hand, and offers it again', async () => {
    const loanId = await request()
    expect([await itemNow(), await held()]).toMatchObject([{ state: 'available' }, 0n])
    await approve(loanId)
    expect([await itemNow(), await held()]).toMatchObject([{ state: 'on_loan' }, EXPOSURE])
    await ship(loanId)
    await receive(loanId)
    await sendBack(loanId)
    expect(await held()).toBe(EXPOSURE)
    await checkIn(loanId)
    expect([await itemNow(), await held()]).toMatchObject([{ state: 'available' }, 0n])
    const { chain, outcome } = await readLoan(t.db, { loanId })
    expect(outcome).toBe('matched')
    expect(chain.map(({ seq, place }) => [seq, place])).toEqual([
      [4, 'at_supplier'],
      [3, 'in_transit'],
      [2, 'with_streamer'],
      [1, 'in_transit'],
    ])
    expect(await told(streamerId)).toEqual([
      'loan_decided:approved',
      'loan_moved:shipped',
      'loan_moved:returned',
    ])
    expect(await told(supplierId)).toEqual([
      'loan_requested:requested',
      'loan_moved:received',
      'loan_moved:sent_back',
    ])
  })

  test('each act done twice, one after the other or at once, is done once', async () => {
    const [loanId, ...others] = await Promise.all([request(), request(), request()])
    expect(others).toEqual([loanId, loanId])
    for (const act of [approve, ship, receive, sendBack, checkIn]) {
      const answers = await Promise.all([act(loanId), act(loanId), act(loanId)])
      expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1)
      expect(await act(loanId)).toMatchObject({ repeated: true })
    }
    expect((await readLoan(t.db, { loanId })).chain).toHaveLength(4)
    expect(await held()).toBe(0n)
  })

  test('a refusal and a cancellation leave the piece on sale and the deposit free', async () => {
    const refused = await request()
    await refuseLoan(t, { ...bySupplier(refused), reason: '今晚已约给别人' })
    await expect(approve(refused)).rejects.toMatchObject({ code: 'loan_state', facts: { state: 'refused' } })
    const cancelled = await request()
    await approve(cancelled)
    await cancelLoan(t, { loanId: cancelled, streamerId, memberId })
    expect([await itemNow(), await held()]).toMatchObject([{ state: 'available' }, 0n])
    await expect(ship(cancelled)).rejects.toMatchObject({ code: 'loan_state' })
  })

  test('once shipped it can no longer be called off', async () => {
    const loanId = await request()
    await approve(loanId)
    await ship(loanId)
    await expect(cancelLoan(t, { loanId, streamerId, memberId })).rejects.toMatchObject({
      code: 'loan_state',
    })
    expect(await itemNow()).toMatchObject({ state: 'on_loan' })
  })

  test('of agreeing and taking back at once exactly one happens, and the piece is where it says', async () => {
    for (let round = 0; round < 6; round++) {
      const loanId = await request()
      await Promise.allSettled([approve(loanId), cancelLoan(t, { loanId, streamerId, memberId })])
      const now = await state(loanId)
      // Taken back after it was agreed is fine too: then it is off again.
      expect([now, (await itemNow()).state, await held()]).toEqual(
        now === 'approved' ? ['approved', 'on_loan', EXPOSURE] : ['cancelled', 'available', 0n],
      )
      if (now === 'approved') await cancelLoan(t, { loanId, streamerId, memberId })
    }
  })

  test('the code is for the parcel: a wrong one is not found, another streamer’s neither, and it is not shown before', async () => {
    const loanId = await request()
    await approve(loanId)
    await ship(loanId)
    expect(asBorrowerSees(await readLoan(t.db, { loanId, streamerId })).code).toBeNull()
    const wrong = receiveLoan(t, { streamerId, memberId, loanCode: '0000000000', photos: [] })
    await expect(wrong).rejects.toMatchObject({ code: 'not_found' })
    const stranger = await buildParty(t.db, 'streamer')
    const stolen = receiveLoan(t, {
      streamerId: stranger,
      memberId,
      loanCode: await codeOf(loanId),
      photos: [],
    })
    await expect(stolen).rejects.toMatchObject({ code: 'not_found' })
    expect(await state(loanId)).toBe('shipped')
  })
})

describe('a piece on loan', () => {
  test('is held by no show, and a held piece is lent to nobody', async () => {
    const loanId = await request()
    const hold = { itemId, holdId: randomUUID(), until: new Date(Date.now() + 365 * 86_400_000) }
    await approve(loanId)
    await expect(t.db.transaction().execute(trx => holdForSession(trx, hold))).rejects.toMatchObject({
      code: 'item_unavailable',
    })
    await cancelLoan(t, { loanId, streamerId, memberId })
    await t.db.transaction().execute(trx => holdForSession(trx, hold))
    const second = await request()
    await expect(approve(second)).rejects.toMatchObject({ code: 'item_held_elsewhere' })
    expect([await state(second), await held()]).toEqual(['requested', 0n])
  })

  test('is lent to one of two who were agreed to at once', async () => {
    const rival = await buildParty(t.db, 'streamer')
    await payIn(50_000n, rival)
    const loans = [await request(), await request({ streamerId: rival })]
    const outcomes = await Promise.allSettled(loans.map(approve))
    expect(outcomes.map(outcome => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('without a report in force, or in quantities, cannot be borrowed', async () => {
    const { itemId: expired } = await buildItem(t.db, { reportDays: -1 })
    await expect(request({ itemId: expired })).rejects.toMatchObject({ code: 'report_invalid' })
    await t.db.updateTable('item').set({ stockKind: 'stocked', qty: 5 }).where('id', '=', itemId).execute()
    await expect(request()).rejects.toMatchObject({ code: 'item_unavailable' })
  })
})

describe('the limits of the rule', () => {
  test('refuse too many days and too many pieces, naming tier and version', async () => {
    await expect(request({ days: 8 })).rejects.toMatchObject({
      code: 'loan_too_long',
      facts: { tier: 'B', mostDays: 7, ruleVersion: 1 },
    })
    await payIn(1_000_000n)
    await t.db.updateTable('party').set({ tier: 'C' }).where('id', '=', streamerId).execute()
    const { itemId: other, supplierId: otherSupplier } = await buildItem(t.db, { priceFen: PRICE })
    const wishes = [await request(), await request({ itemId: other })]
    await approve(wishes[0] ?? '')
    const second = approveLoan(t, { loanId: wishes[1] ?? '', supplierId: otherSupplier, memberId })
    await expect(second).rejects.toMatchObject({ code: 'loan_too_many', facts: { tier: 'C', mostAtOnce: 1 } })
    // Half the price at tier C.
    expect(await held()).toBe(50_000n)
    const item = await t.db
      .selectFrom('item')
      .select('state')
      .where('id', '=', other)
      .executeTakeFirstOrThrow()
    expect(item.state).toBe('available')
  })

  test('a short deposit: the streamer reads the top-up, the supplier only that it is short', async () => {
    const { itemId: dear } = await buildItem(t.db, { priceFen: 1_000_000n, supplierId })
    await expect(request({ itemId: dear })).rejects.toMatchObject({
      code: 'deposit_short',
      facts: { topUpFen: '150000' },
    })
    await payIn(150_000n)
    const loanId = await request({ itemId: dear })
    // Meanwhile another loan takes part of the deposit.
    await approve(await request())
    const refusal = await approve(loanId).catch(error => error)
    const facts = { loanId, rule: 'sample_loan', ruleVersion: 1 }
    expect(refusal).toMatchObject({ code: 'borrower_short', facts })
    expect(JSON.stringify(refusal.facts)).not.toContain('Fen')
    expect(await told(streamerId)).toContain('loan_decided:deposit_short')
    await payIn(20_000n)
    await approve(loanId)
  })

  test('a streamer under restriction gets no loan', async () => {
    const loanId = await request()
    await t.db
      .insertInto('partyRestriction')
      .values({ partyId: streamerId, kind: 'no_holds', cause: 'case', refId: randomUUID() })
      .execute()
    // The supplier is not told to put right what is the borrower's.
    await expect(approve(loanId)).rejects.toMatchObject({
      code: 'party_restricted',
      facts: { who: 'borrower' },
    })
    const { itemId: other } = await buildItem(t.db)
    await expect(request({ itemId: other })).rejects.toMatchObject({ code: 'party_restricted' })
  })

  test('a supplier under restriction lends nothing, and is asked for nothing', async () => {
    const loanId = await request()
    await t.db
      .insertInto('partyRestriction')
      .values({
        partyId: supplierId,
        kind: 'no_holds',
        cause: 'deposit_short',
        refId: randomUUID(),
        rule: 'deposit_ladder',
        ruleVersion: 1,
      })
      .execute()
    const rule = { rule: 'deposit_ladder', ruleVersion: 1 }
    await expect(approve(loanId)).rejects.toMatchObject({
      code: 'party_restricted',
      facts: { who: 'own', ...rule },
    })
    const { itemId: other } = await buildItem(t.db, { supplierId })
    await expect(request({ itemId: other })).rejects.toMatchObject({
      code: 'party_restricted',
      facts: { who: 'supplier', ...rule },
    })
    expect(await itemNow()).toMatchObject({ state: 'available' })
  })
})

describe('a piece that came back otherwise', () => {
  test('stays off sale until a new report, and becomes a case that holds its own deposit', async () => {
    const loanId = await lent()
    await sendBack(loanId)
    await expect(differs(loanId, PRICE + 1n)).rejects.toMatchObject({ code: 'bad_request' })
    const { caseId } = await differs(loanId)
    expect(await differs(loanId)).toEqual({ caseId, repeated: true })
    await expect(checkIn(loanId)).rejects.toMatchObject({ code: 'loan_state' })
    expect(await itemNow()).toMatchObject({ state: 'quarantined', reportId: null })
    expect(disputes.at(-1)).toMatchObject({ loanId, about: 'damaged', claimedFen: 30_000n })
    expect(await held()).toBe(30_000n)
  })
})

describe('time', () => {
  test('ends wishes nobody answers and agreements nobody ships, and gives the piece back', async () => {
    const wish = await request()
    await passDays(3)
    await sweepLoans(t)
    expect(await state(wish)).toBe('expired')
    const agreed = await request()
    await approve(agreed)
    await passDays(3)
    await Promise.all([sweepLoans(t), sweepLoans(t)])
    expect([await state(agreed), (await itemNow()).state, await held()]).toEqual(['expired', 'available', 0n])
  })

  test('reminds once, restricts the late one, and lifts it when the piece is on its way home', async () => {
    const loanId = await lent()
    await passDays(DAYS - 1)
    await sweepLoans(t)
    await sweepLoans(t)
    expect((await told(streamerId)).filter(text => text === 'loan_overdue:soon')).toHaveLength(1)
    expect(await noHolds()).toEqual([])
    await passDays(1)
    await sweepLoans(t)
    await sweepLoans(t)
    expect(await noHolds()).toEqual([['no_holds', 'loan_overdue']])
    await expect(refuseRestricted(t.db, { partyIds: [streamerId], kind: 'no_holds' })).rejects.toMatchObject({
      facts: { cause: 'loan_overdue', rule: 'loan_days', ruleVersion: 1 },
    })
    expect(await told(supplierId)).toContain('loan_overdue:received_late')
    await sendBack(loanId)
    expect(await noHolds()).toEqual([])
  })

  test('lets a piece be declared lost only after the days of the rule; it becomes a case, and no money moves before its decision', async () => {
    const loanId = await lent()
    await passDays(DAYS + 6)
    await sweepLoans(t)
    await expect(lost(loanId)).rejects.toMatchObject({ code: 'loan_not_lost_yet' })
    await passDays(1)
    const answers = await Promise.all([lost(loanId), lost(loanId)])
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1)
    for (const answer of answers) expect(answer).toMatchObject({ heldFen: EXPOSURE })
    expect(await readBalance(t.db, available(supplierId))).toBe(0n)
    expect(await itemNow()).toMatchObject({ state: 'lost', qty: 0 })
    expect(await noHolds()).toEqual([])
    expect(await readLoan(t.db, { loanId })).toMatchObject({ capturedFen: 0n, heldFen: EXPOSURE })
    // What the loan holds stays held for the case, which sets the rest aside.
    expect(disputes.at(-1)).toMatchObject({ loanId, about: 'missing', claimedFen: PRICE, heldFen: EXPOSURE })
    expect(await held()).toBe(50_000n)
  })

  test('so does a parcel that was never confirmed', async () => {
    const loanId = await request()
    await approve(loanId)
    await ship(loanId)
    await passDays(14)
    await sweepLoans(t)
    expect(await noHolds()).toEqual([])
    expect(await lost(loanId)).toMatchObject({ heldFen: EXPOSURE })
    expect(await readBalance(t.db, available(supplierId))).toBe(0n)
  })

  test('a piece sent back that nobody checks frees the deposit and stays off sale', async () => {
    const loanId = await lent()
    await sendBack(loanId)
    await passDays(7)
    await sweepLoans(t)
    expect(await state(loanId)).toBe('sent_back')
    await passDays(7)
    await sweepLoans(t)
    expect([await state(loanId), (await itemNow()).state, await held()]).toEqual([
      'returned',
      'withdrawn',
      0n,
    ])
  })
})

describe('a piece that was declared lost and is found', () => {
  const withdrawn: string[] = []
  const found = (loanId: string) =>
    findAgain(
      { ...t, withdrawLoanCase: async (_trx, { caseId }) => void withdrawn.push(caseId) },
      { ...bySupplier(loanId), photos: [], note: '快递站找到' },
    )
  async function lostOne(): Promise<{ loanId: string; caseId: string | null }> {
    const loanId = await lent()
    await passDays(DAYS + 7)
    const { caseId } = await lost(loanId)
    await compensated(loanId, caseId ?? '')
    return { loanId, caseId }
  }
  /** As a case that was decided against the borrower does. */
  const compensated = (loanId: string, caseId: string) =>
    t.db.transaction().execute(trx =>
      compensateForLoan(
        trx,
        { loanId, supplierId, streamerId, capturedFen: 0n, returnedFen: 0n, isFound: false },
        {
          amountFen: PRICE,
          decision: { caseId, caseNo: 'C1', clause: 'goods_damaged_by_streamer', ruleVersion: 1 },
          actor: 'cases',
        },
      ),
    )

  test('before its case is decided has paid nothing, and gives nothing back', async () => {
    const loanId = await lent()
    await passDays(DAYS + 7)
    const { caseId } = await lost(loanId)
    expect(await found(loanId)).toMatchObject({ returnedFen: 0n })
    expect(withdrawn).toContain(caseId)
    expect(await readBalance(t.db, available(supplierId))).toBe(0n)
  })

  test('is a draft to be inspected again, gives back all but what the rule keeps, ends the case, and keeps its history', async () => {
    const { loanId, caseId } = await lostOne()
    const before = (await readDeposit(t.db, { partyId: streamerId })).balanceFen
    const answers = await Promise.all([found(loanId), found(loanId)])
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1)
    const returnedFen = (EXPOSURE * 9n) / 10n
    expect(answers[0]).toMatchObject({ returnedFen })
    expect(await itemNow()).toEqual({ state: 'draft', reportId: null, qty: 1 })
    expect(await readBalance(t.db, available(supplierId))).toBe(EXPOSURE - returnedFen)
    expect((await readDeposit(t.db, { partyId: streamerId })).balanceFen).toBe(before + returnedFen)
    expect(withdrawn.filter(id => id === caseId)).toHaveLength(1)
    expect(await told(streamerId)).toContain('loan_moved:found')
    const { state: ended, chain, capturedFen } = await readLoan(t.db, { loanId })
    expect([ended, capturedFen]).toEqual(['lost', EXPOSURE])
    expect(chain.slice(0, 2).map(({ place }) => place)).toEqual(['at_supplier', 'lost'])
  })

  test('a supplier who has been paid out owes what he gives back', async () => {
    const { loanId } = await lostOne()
    await t.db
      .transaction()
      .execute(trx =>
        postEntries(trx, [
          payoutRequested({ payoutId: randomUUID(), partyId: supplierId, amountFen: EXPOSURE }),
        ]),
      )
    const { returnedFen } = await found(loanId)
    expect(await readBalance(t.db, receivable(supplierId))).toBe(returnedFen)
    expect(await told(supplierId)).toContain('receivable_opened:undefined')
  })

  test('is nobody else’s to report, nor one that is not lost, nor after the days of the rule', async () => {
    await expect(found(await lent())).rejects.toMatchObject({ code: 'loan_state' })
    ;({ itemId, supplierId } = await buildItem(t.db, { priceFen: PRICE }))
    const { loanId } = await lostOne()
    await passDays(181)
    await expect(found(loanId)).rejects.toMatchObject({
      code: 'deadline_passed',
      facts: { rule: 'loan_found', ruleVersion: 1 },
    })
  })
})

test('whoever a rule refuses is told which rule, and which version of it', async () => {
  const { itemId: dear } = await buildItem(t.db, { priceFen: 10_000_000n })
  const rule = { rule: 'sample_loan', ruleVersion: 1 }
  await expect(request({ days: 8 })).rejects.toMatchObject({ code: 'loan_too_long', facts: rule })
  await expect(request({ itemId: dear })).rejects.toMatchObject({ code: 'deposit_short', facts: rule })
  const loanId = await lent()
  await passDays(DAYS)
  await expect(lost(loanId)).rejects.toMatchObject({
    code: 'loan_not_lost_yet',
    facts: { rule: 'loan_days', ruleVersion: 1 },
  })
})
