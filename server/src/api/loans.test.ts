import { randomUUID } from 'node:crypto'
import { memoryFiles, passDays } from '@haowu/server/test/build-case.ts'
import { buildItem } from '@haowu/server/test/build-item.ts'
import { buildPerson, type Person } from '@haowu/server/test/build-person.ts'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import request from 'supertest'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { appealCase } from '#domain/cases/appeal-case.ts'
import { carryOutDue } from '#domain/cases/carry-out-due.ts'
import { checkDecision } from '#domain/cases/confirm-decision.ts'
import { decideAppeal } from '#domain/cases/decide-appeal.ts'
import { decideCase } from '#domain/cases/decide-case.ts'
import { findCase } from '#domain/cases/read-case.ts'
import { creditDeposit } from '#domain/deposits/credit-deposit.ts'
import { readDeposit } from '#domain/deposits/read-deposit.ts'
import { available } from '#domain/ledger/accounts.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'

let t: TestDatabase
let site: TestApp
let supplier: Person
let streamer: Person
let operator: Person
let itemId: string
const cookies = new Map<string, string>()
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')

beforeAll(async () => {
  t = await createTestDatabase()
  site = createTestApp(t)
  supplier = await buildPerson(t.db, 'supplier')
  streamer = await buildPerson(t.db, 'streamer')
  operator = await buildPerson(t.db, 'operator')
  for (const person of [supplier, streamer, operator]) cookies.set(person.memberId, await site.signIn(person))
  await payIn(200_000n)
})
afterAll(async () => {
  try {
    expect(await proveLedger(t.db)).toMatchObject({ disagreement: null })
  } finally {
    await site[Symbol.asyncDispose]()
    await t[Symbol.asyncDispose]()
  }
})
beforeEach(async () => {
  ;({ itemId } = await buildItem(t.db, { supplierId: supplier.partyId, priceFen: 100_000n }))
})

const payIn = (amountFen: bigint) =>
  t.db
    .transaction()
    .execute(trx => creditDeposit(trx, { paymentId: randomUUID(), partyId: streamer.partyId, amountFen }))
const cookieOf = (person: Person) => cookies.get(person.memberId) ?? ''

async function call(person: Person, path: string, input: object = {}) {
  const answer = await request(site.app)
    .post(`/api/trpc/${path}`)
    .set('cookie', cookieOf(person))
    .type('json')
    .send(JSON.stringify(input))
  return answer.body.error ? { refused: answer.body.error.data } : answer.body.result.data
}
async function ask(person: Person, path: string, input?: object) {
  const query = input ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''
  const answer = await request(site.app).get(`/api/trpc/${path}${query}`).set('cookie', cookieOf(person))
  return answer.body.error ? { refused: answer.body.error.data } : answer.body.result.data
}
async function photo(person: Person): Promise<string> {
  const answer = await request(site.app)
    .post('/api/loan-photos')
    .set('cookie', cookieOf(person))
    .type('image/jpeg')
    .send(JPEG)
  return answer.body.photo
}
const stateOf = async () => (await ask(supplier, 'items.get', { itemId })).state

/** From the wish to the piece in the streamer's hands; answers with the loan. */
async function lend(): Promise<string> {
  const { loanId } = await call(streamer, 'loans.request', { itemId, days: 3, reason: '开箱' })
  await call(supplier, 'loans.approve', { loanId })
  await call(supplier, 'loans.ship', { loanId, carrier: 'sf', trackingNo: 'SF1234567890' })
  const { code } = await ask(supplier, 'loans.get', { loanId })
  // As somebody types it from the slip.
  const typed = `${code.slice(0, 5)}-${code.slice(5)}`.toLowerCase()
  await call(streamer, 'loans.receive', { loanCode: typed, photos: [await photo(streamer)] })
  return loanId
}

describe('a loan over the API', () => {
  test('goes from the wish to the piece on sale again, seen by both sides and the operators', async () => {
    expect(await ask(streamer, 'loans.terms', { itemId })).toMatchObject({
      tier: 'B',
      exposureFen: '20000',
      freeFen: '200000',
      openLoanId: null,
    })
    const loanId = await lend()
    expect(await stateOf()).toBe('on_loan')
    expect(await ask(supplier, 'custody.get', { itemId })).toMatchObject({
      place: 'with_streamer',
      loan: { loanId, state: 'received' },
    })
    expect(await ask(streamer, 'loans.counts')).toMatchObject({ open: 1, toSendBack: 1 })
    const parcel = { loanId, carrier: 'jd', trackingNo: 'JD0987654321' }
    await call(streamer, 'loans.sendBack', { ...parcel, photos: [] })
    const { code } = await ask(supplier, 'loans.get', { loanId })
    expect(await ask(supplier, 'loans.scan', { loanCode: code })).toEqual({ loanId })
    await call(supplier, 'loans.checkIn', { loanId, outcome: 'matched', photos: [] })
    expect(await stateOf()).toBe('available')
    const { chain } = await ask(operator, 'loans.getAny', { loanId })
    expect(chain.map((step: { place: string }) => step.place)).toEqual([
      'at_supplier',
      'in_transit',
      'with_streamer',
      'in_transit',
    ])
    expect(chain[2].photos).toHaveLength(1)
  })

  test('a piece that came back otherwise becomes a case against the borrower, once, and waits in the queue', async () => {
    const loanId = await lend()
    const answer = {
      loanId,
      outcome: 'differs',
      photos: [],
      statement: '边框有新的磕碰，报告里没有',
      claimedFen: '30000',
    }
    const { caseId } = await call(supplier, 'loans.checkIn', answer)
    expect(await call(supplier, 'loans.checkIn', answer)).toEqual({ caseId, repeated: true })
    const opened = await t.db
      .selectFrom('trustCase')
      .select(['kind', 'clauseCode', 'respondentId', 'claimantId', 'itemId', 'heldFen'])
      .where('id', '=', caseId)
      .executeTakeFirstOrThrow()
    expect(opened).toMatchObject({
      kind: 'dispute',
      clauseCode: 'goods_damaged_by_streamer',
      respondentId: streamer.partyId,
      claimantId: supplier.partyId,
      itemId,
    })
    expect(opened.heldFen).toBeGreaterThan(0n)
    expect(await stateOf()).toBe('quarantined')
    const { rows } = await ask(operator, 'work.list', {})
    expect(rows.map((row: { kind: string }) => row.kind)).toContain('quarantine')
  })

  describe('of a piece that was declared lost', () => {
    const PRICE = 100_000n
    const EXPOSURE = 20_000n
    /** Enough for all that is due, whatever these cases cost. */
    beforeAll(() => payIn(5_000_000n))
    const decide = (caseId: string, outcome: 'found' | 'dismissed') =>
      decideCase(t, {
        caseId,
        outcome,
        ...(outcome === 'found' && { amountFen: PRICE }),
        refundOrder: false,
        reason: '证据成立',
        actor: 'user:anna',
      })
    const supplierHas = () => readBalance(t.db, available(supplier.partyId))
    const deposit = () => readDeposit(t.db, { partyId: streamer.partyId })
    const captureOf = async (loanId: string) =>
      (await deposit()).captures.find(({ refId }) => refId === loanId)
    const carryOut = async () => {
      await passDays(t, 30)
      expect(await carryOutDue(t)).toMatchObject({ problems: [] })
    }

    async function lost(): Promise<{ loanId: string; caseId: string }> {
      const loanId = await lend()
      await passDays(t, 20)
      const { caseId } = await call(supplier, 'loans.claimLost', { loanId, statement: '联系不上' })
      return { loanId, caseId }
    }
    async function decided(outcome: 'found' | 'dismissed' = 'found') {
      const claimed = await lost()
      await passDays(t, 10)
      const { isProposal } = await decide(claimed.caseId, outcome)
      if (isProposal) await checkDecision(t, { ...claimed, actor: 'user:boris', verdict: 'confirm' })
      return claimed
    }

    test('nothing is taken on the word of its supplier: only a decided case captures, with its clause, its version, its figures, and a notice', async () => {
      const before = await supplierHas()
      const { loanId, caseId } = await lost()
      expect(await supplierHas()).toBe(before)
      expect(await captureOf(loanId)).toBeUndefined()
      const opened = { state: 'evidence_requested', expectedFen: PRICE, heldFen: PRICE - EXPOSURE }
      expect(await findCase(t.db, { caseId, partyId: null })).toMatchObject(opened)
      await passDays(t, 10)
      const preview = await ask(operator, 'caseDesk.preview', {
        caseId,
        outcome: 'found',
        amountFen: String(PRICE),
        refundOrder: false,
      })
      expect(preview).toMatchObject({ compensationFen: String(EXPOSURE), missingFen: '0' })
      await decide(caseId, 'found')
      await carryOut()
      expect(await supplierHas()).toBe(before + EXPOSURE)
      expect(await captureOf(loanId)).toMatchObject({
        cause: 'loan',
        capturedFen: EXPOSURE,
        clause: 'goods_damaged_by_streamer',
        ruleVersion: 1,
        titleZh: '样品损坏或丢失',
        caseId,
        calculation: { caseId, decidedFen: String(PRICE) },
      })
      const executed = { state: 'executed', capturedFen: PRICE - EXPOSURE, missingFen: 0n }
      expect(await findCase(t.db, { caseId, partyId: null })).toMatchObject(executed)
      expect(await ask(streamer, 'loans.get', { loanId })).toMatchObject({
        capturedFen: '20000',
        heldFen: null,
      })
    })

    test('a dismissed case frees what the loan held', async () => {
      const { heldFen } = await deposit()
      const { loanId } = await decided('dismissed')
      await carryOut()
      expect(await captureOf(loanId)).toBeUndefined()
      expect((await deposit()).heldFen).toBe(heldFen)
    })

    test('found before the case is decided it is withdrawn; found after the decision, nobody pays', async () => {
      const { heldFen, balanceFen } = await deposit()
      const first = await lost()
      await call(supplier, 'loans.foundAgain', { loanId: first.loanId, photos: [], note: '找到' })
      expect(await findCase(t.db, { ...first, partyId: null })).toMatchObject({ state: 'withdrawn' })
      expect((await deposit()).heldFen).toBe(heldFen)
      ;({ itemId } = await buildItem(t.db, { supplierId: supplier.partyId, priceFen: PRICE }))
      const second = await decided()
      await call(supplier, 'loans.foundAgain', { loanId: second.loanId, photos: [], note: '找到' })
      await carryOut()
      expect(await findCase(t.db, { ...second, partyId: null })).toMatchObject({
        state: 'executed',
        capturedFen: 0n,
      })
      expect(await deposit()).toMatchObject({ heldFen, balanceFen })
    })

    test('overturned after it was carried out, all of it comes back, once, also when the piece is found later', async () => {
      const before = await supplierHas()
      const { balanceFen } = await deposit()
      const { loanId, caseId } = await decided()
      await carryOut()
      expect((await deposit()).balanceFen).toBe(balanceFen - PRICE)
      const folder = { of: 'case' as const, id: caseId }
      const words = {
        caseId,
        side: 'respondent' as const,
        givenBy: 'user:x',
        text: '有签收记录',
        fileKeys: [],
        folder,
      }
      await appealCase({ db: t.db, files: memoryFiles() }, words)
      await decideAppeal(t, { caseId, outcome: 'overturned', reason: '新证据', actor: 'user:chen' })
      expect(await supplierHas()).toBe(before)
      expect((await deposit()).balanceFen).toBe(balanceFen)
      expect((await captureOf(loanId))?.returnedAt).not.toBeNull()
      const found = await call(supplier, 'loans.foundAgain', { loanId, photos: [], note: '找到' })
      expect(found).toMatchObject({ returnedFen: '0' })
      expect((await deposit()).balanceFen).toBe(balanceFen)
    })
  })

  test('refusals name what to do: days of the rule, the code nobody has, the step that is over', async () => {
    const tooLong = await call(streamer, 'loans.request', { itemId, days: 30, reason: '开箱' })
    expect(tooLong.refused).toMatchObject({ reason: 'loan_too_long', facts: { mostDays: 7, tier: 'B' } })
    const unknown = await call(streamer, 'loans.receive', { loanCode: '0000000000', photos: [] })
    expect(unknown.refused).toMatchObject({ reason: 'not_found' })
    const { loanId } = await call(streamer, 'loans.request', { itemId, days: 3, reason: '开箱' })
    await call(supplier, 'loans.refuse', { loanId, reason: '今晚要用' })
    const late = await call(streamer, 'loans.cancel', { loanId })
    expect(late.refused).toMatchObject({ reason: 'loan_state', facts: { state: 'refused' } })
    expect(await ask(streamer, 'loans.get', { loanId })).toMatchObject({
      refusedReason: '今晚要用',
      code: null,
    })
  })
})
