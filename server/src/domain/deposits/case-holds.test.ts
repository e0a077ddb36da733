import { randomUUID } from 'node:crypto'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { available, penaltyIncome } from '#domain/ledger/accounts.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { captureForCase } from './capture-for-case.ts'
import { captureForLoan } from './capture-for-loan.ts'
import { creditDeposit } from './credit-deposit.ts'
import { holdForCase } from './hold-for-case.ts'
import { holdForLoan } from './hold-for-loan.ts'
import { readDeposit } from './read-deposit.ts'
import { releaseForCase } from './release-for-case.ts'
import { releaseForLoan } from './release-for-loan.ts'

let t: TestDatabase
let partyId: string
let caseId: string
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
  partyId = await buildParty(t.db, 'supplier')
  caseId = randomUUID()
  await t.db
    .transaction()
    .execute(trx => creditDeposit(trx, { paymentId: randomUUID(), partyId, amountFen: 1_000n }))
})

const hold = (amountFen: bigint, id = caseId) =>
  t.db.transaction().execute(trx => holdForCase(trx, { caseId: id, partyId, amountFen }))
const release = () => t.db.transaction().execute(trx => releaseForCase(trx, { caseId }))
const decision = { ruleVersion: 3, clause: 'report_mismatch', calculation: { rateBps: 1500 } }
const capture = (amountFen: bigint, id = caseId) =>
  t.db
    .transaction()
    .execute(trx => captureForCase(trx, { caseId: id, amountFen, decision, actor: 'user:decider' }))
const seen = () => readDeposit(t.db, { partyId })
const penalties = () => readBalance(t.db, penaltyIncome())

describe('a case', () => {
  test('holds what it may cost up to what is free, once', async () => {
    expect(await hold(700n)).toEqual({ heldFen: 700n })
    expect(await hold(700n)).toEqual({ heldFen: 700n })
    expect(await hold(700n, randomUUID())).toEqual({ heldFen: 300n })
    expect(await hold(700n, randomUUID())).toEqual({ heldFen: 0n })
    expect(await seen()).toMatchObject({ balanceFen: 1_000n, heldFen: 1_000n, freeFen: 0n })
  })

  test('keeps a part, gives back the rest, stores why and tells the party', async () => {
    await hold(700n)
    const before = await penalties()
    expect(await capture(250n)).toEqual({ capturedFen: 250n, missingFen: 0n })
    expect(await capture(250n)).toEqual({ capturedFen: 250n, missingFen: 0n })
    expect(await seen()).toMatchObject({ balanceFen: 750n, heldFen: 0n, freeFen: 750n })
    expect((await penalties()) - before).toBe(250n)
    const stored = await t.db.selectFrom('depositCapture').where('refId', '=', caseId).selectAll().execute()
    expect(stored).toMatchObject([
      { clause: 'report_mismatch', ruleVersion: 3, calculation: { rateBps: 1500 }, actor: 'user:decider' },
    ])
    // What was kept makes the deposit fall shorter of what is due, and that is told at once too.
    const told = await t.db
      .selectFrom('notice')
      .where('partyId', '=', partyId)
      .orderBy('id')
      .selectAll()
      .execute()
    expect(told).toMatchObject([
      { kind: 'deposit_captured', refId: stored[0]?.id, facts: { amountFen: '250' } },
      { kind: 'deposit_short', facts: { shortFen: '999250', ruleVersion: 1 } },
    ])
  })

  test('says what the hold could not cover and takes it from nowhere', async () => {
    await hold(400n)
    expect(await capture(900n)).toEqual({ capturedFen: 400n, missingFen: 500n })
    expect(await seen()).toMatchObject({ balanceFen: 600n, freeFen: 600n })
    expect(await capture(1n, randomUUID())).toEqual({ capturedFen: 0n, missingFen: 1n })
  })

  test('is not captured after its release, nor with another amount, and not released after its capture', async () => {
    await hold(400n)
    await release()
    await release()
    await expect(capture(100n)).rejects.toMatchObject({ code: 'hold_resolved' })
    expect((await seen()).freeFen).toBe(1_000n)
    caseId = randomUUID()
    await hold(400n)
    await capture(100n)
    await release()
    await expect(capture(101n)).rejects.toMatchObject({ code: 'hold_resolved' })
    expect(await seen()).toMatchObject({ balanceFen: 900n, heldFen: 0n })
  })

  test.each([0, 1, 2, 3, 4])('captured and released at the same moment ends one way (%s)', async () => {
    await hold(400n)
    const outcomes = await Promise.allSettled([release(), capture(150n), release(), capture(150n)])
    const [first, second] = [outcomes[1], outcomes[3]]
    expect(first?.status).toBe(second?.status)
    expect((await seen()).balanceFen).toBe(first?.status === 'fulfilled' ? 850n : 1_000n)
    expect((await seen()).heldFen).toBe(0n)
  })

  test('its capture is history: neither the application nor the owner changes it', async () => {
    await hold(10n)
    await capture(10n)
    await expect(t.db.updateTable('depositCapture').set({ clause: 'x' }).execute()).rejects.toThrow(
      'permission',
    )
    await expect(t.owner.query('DELETE FROM deposit_capture')).rejects.toThrow('append-only')
  })
})

describe('a loan', () => {
  const borrow = (loanId: string, amountFen: bigint) =>
    t.db.transaction().execute(trx => holdForLoan(trx, { loanId, partyId, amountFen }))

  test('is covered whole or refused with what to top up', async () => {
    const loanId = randomUUID()
    await borrow(loanId, 800n)
    await borrow(loanId, 800n)
    await expect(borrow(randomUUID(), 201n)).rejects.toMatchObject({
      code: 'deposit_short',
      facts: { freeFen: '200', neededFen: '201', topUpFen: '1' },
    })
    expect((await seen()).heldFen).toBe(800n)
    const free = () => t.db.transaction().execute(trx => releaseForLoan(trx, { loanIds: [loanId] }))
    expect(await free()).toBe(1)
    expect(await free()).toBe(0)
  })

  test('compensates who lost the piece by a decision, which is stored with it and told', async () => {
    const loanId = randomUUID()
    const supplierId = await buildParty(t.db, 'supplier')
    await borrow(loanId, 300n)
    const decision = { caseId: randomUUID(), caseNo: 'C1', clause: 'lost', ruleVersion: 2 }
    const lost = { loanId, amountFen: 900n, decision, to: available(supplierId), actor: 'user:x' }
    const capture = () => t.db.transaction().execute(trx => captureForLoan(trx, lost))
    const captured = { capturedFen: 300n, missingFen: 600n }
    expect([await capture(), await capture()]).toEqual([captured, captured])
    expect(await readBalance(t.db, available(supplierId))).toBe(300n)
    const [stored] = (await readDeposit(t.db, { partyId })).captures
    expect(stored).toMatchObject({
      clause: 'lost',
      ruleVersion: 2,
      calculation: { caseNo: 'C1', decidedFen: '900' },
    })
    const told = await t.db.selectFrom('notice').select('kind').where('partyId', '=', partyId).execute()
    expect(told.filter(({ kind }) => kind === 'deposit_captured')).toHaveLength(1)
  })
})
