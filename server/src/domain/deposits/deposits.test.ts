import { randomUUID } from 'node:crypto'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DomainError } from '#domain/domain-error.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import type { PaymentRail } from '#gateways/payment-rail.ts'
import { creditDeposit } from './credit-deposit.ts'
import { decideDue } from './deposit-due.ts'
import { holdForExposure } from './hold-deposit.ts'
import { payInDeposit } from './pay-in-deposit.ts'
import { readDeposit } from './read-deposit.ts'
import { recomputeDues } from './recompute-dues.ts'
import { recoverDepositPayments } from './recover-payments.ts'
import { releaseExposure } from './release-deposit.ts'

let t: TestDatabase
let partyId: string
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
  partyId = await buildParty(t.db, 'streamer')
})

const payIn = (amountFen: bigint, paymentId: string = randomUUID()) =>
  t.db.transaction().execute(trx => creditDeposit(trx, { paymentId, partyId, amountFen }))
const hold = (amountFen: bigint, liveHoldId: string = randomUUID()) =>
  t.db.transaction().execute(async trx => {
    await holdForExposure(trx, { partyId, liveHoldId, amountFen })
    return liveHoldId
  })
const release = (...ids: string[]) => t.db.transaction().execute(trx => releaseExposure(trx, ids))
const deposit = () => readDeposit(t.db, { partyId })

describe('a deposit', () => {
  test('is credited once, however often the rail reports the payment', async () => {
    const paymentId = randomUUID()
    await Promise.all([payIn(10_000n, paymentId), payIn(10_000n, paymentId), payIn(10_000n, paymentId)])
    expect(await deposit()).toMatchObject({ balanceFen: 10_000n, freeFen: 10_000n, heldFen: 0n })
  })

  test('covers holds up to its free part; beyond, the refusal names the top-up to the fen', async () => {
    await payIn(1_000n)
    await hold(700n)
    await expect(hold(301n)).rejects.toMatchObject({
      code: 'deposit_short',
      facts: { freeFen: '300', neededFen: '301', topUpFen: '1' },
    })
    expect(await deposit()).toMatchObject({ balanceFen: 1_000n, heldFen: 700n, freeFen: 300n })
    await payIn(1n)
    await hold(301n)
    expect(await deposit()).toMatchObject({ heldFen: 1_001n, freeFen: 0n })
  })

  test('is never held beyond itself by many holds at once', async () => {
    await payIn(1_000n)
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => hold(300n)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(3)
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'deposit_short' })
    }
    expect(await deposit()).toMatchObject({ heldFen: 900n, freeFen: 100n })
  })

  test('is held once for one live hold, and freed once', async () => {
    await payIn(1_000n)
    const liveHoldId = await hold(400n)
    await hold(400n, liveHoldId)
    expect((await deposit()).heldFen).toBe(400n)
    const freed = await Promise.all([release(liveHoldId), release(liveHoldId), release(liveHoldId)])
    expect(freed.sort()).toEqual([0, 0, 1])
    expect(await deposit()).toMatchObject({ heldFen: 0n, freeFen: 1_000n })
  })

  test('needs nothing held for an exposure of zero', async () => {
    const liveHoldId = await hold(0n)
    expect(await release(liveHoldId)).toBe(0)
  })
})

describe('what is due', () => {
  const rule = <Value>(value: Value) => ({ id: randomUUID(), scope: '*', version: 1, value })
  const base = { ...rule({ amountFen: 1_000n }), code: 'deposit_base' as const }
  const floating = {
    ...rule({
      steps: [
        { belowFen: 10_000n, addFen: 0n },
        { belowFen: 50_000n, addFen: 2_000n },
      ],
      aboveRateBps: 500,
      capFen: 40_000n,
    }),
    code: 'deposit_floating' as const,
  }
  const factor = (scope: string, factorBps: number) =>
    [scope, { ...rule({ factorBps }), scope, code: 'deposit_tier_factor' as const }] as const
  const rules = {
    deposit_base: new Map([['*', base]]),
    deposit_floating: new Map([['*', floating]]),
    deposit_tier_factor: new Map([factor('*', 10_000), factor('A', 8_000), factor('D', 15_000)]),
    hold_exposure: new Map([['*', { ...rule({ rateBps: 2_000 }), code: 'hold_exposure' as const }]]),
  }
  const due = (tier: string, facts: { salesFen: bigint; liveHeldFen: bigint }) =>
    decideDue({ kind: 'supplier', tier, categories: [], onLoanFen: 0n, ...facts }, rules)

  test.each([
    [0n, 0n, 1_000n, 'base'],
    [9_999n, 1_000n, 1_000n, 'base'],
    [9_999n, 1_001n, 1_001n, 'exposure'],
    [10_000n, 0n, 3_000n, 'floating'],
    [49_999n, 2_999n, 3_000n, 'floating'],
    // 5 % of the sales would be less than the step before: selling more never lowers what is due.
    [50_000n, 0n, 3_000n, 'floating'],
    [100_000n, 0n, 5_000n, 'floating'],
    [10_000_000n, 0n, 40_000n, 'floating'],
    [10_000_000n, 40_001n, 40_001n, 'exposure'],
  ])('sales %s and exposure %s make %s due, by %s', (salesFen, exposureFen, dueFen, decidedBy) =>
    expect(due('B', { salesFen, liveHeldFen: exposureFen })).toMatchObject({ dueFen, decidedBy }),
  )

  test.each([
    [9_999n, { kind: 'step', belowFen: 10_000n, addFen: 0n, nextFen: 3_000n }],
    [10_000n, { kind: 'step', belowFen: 50_000n, addFen: 2_000n, nextFen: 3_000n }],
    [50_000n, { kind: 'share', fromFen: 50_000n, rateBps: 500, leastFen: 3_000n, capFen: 40_000n }],
  ])(
    'sales of %s are explained by where they stand in the steps, and what comes with more',
    (salesFen, band) =>
      expect(due('B', { salesFen, liveHeldFen: 0n }).floating).toMatchObject({ salesFen, band }),
  )

  test.each([
    ['A', 1_001n, 801n, 8_000],
    ['B', 1_001n, 1_001n, 10_000],
    ['D', 1_001n, 1_502n, 15_000],
  ])(
    'for tier %s the greatest of the three, %s, is %s by its factor, never a part of a fen less',
    (tier, greatestFen, dueFen, factorBps) =>
      expect(due(tier, { salesFen: 0n, liveHeldFen: greatestFen })).toMatchObject({
        dueFen,
        greatestFen,
        decidedBy: 'exposure',
        factor: { tier, factorBps },
      }),
  )

  test('follows the tier of the party, and the stored explanation says by which factor', async () => {
    await payIn(1_000_000n)
    await t.db.updateTable('party').set({ tier: 'D' }).where('id', '=', partyId).execute()
    const other = await buildParty(t.db, 'streamer')
    await recomputeDues(t)
    const stored = await t.db
      .selectFrom('depositDue')
      .select(['partyId', 'dueFen', 'explanation'])
      .where('partyId', 'in', [partyId, other])
      .execute()
    const of = (id: string) => stored.find(row => row.partyId === id)
    expect(of(partyId)).toMatchObject({
      dueFen: 1_500_000n,
      explanation: { greatestFen: '1000000', factor: { tier: 'D', factorBps: 15_000, ruleVersion: 1 } },
    })
    expect(of(other)).toMatchObject({ dueFen: 1_000_000n, explanation: { factor: { factorBps: 10_000 } } })
    expect((await deposit()).shortFen).toBe(500_000n)
  })

  test('for a streamer it is the base of streamers, and what is missing is told', async () => {
    await payIn(400_000n)
    const { due, shortFen } = await deposit()
    expect(due).toMatchObject({
      dueFen: 1_000_000n,
      decidedBy: 'base',
      base: { scope: 'streamer' },
      floating: { band: { kind: 'flat' } },
    })
    expect(shortFen).toBe(600_000n)
  })
})

describe('payInDeposit', () => {
  const rail = (createPayment: PaymentRail['createPayment']) => ({ createPayment }) as PaymentRail
  const answering = rail(async ({ outTradeNo }) => ({
    outcome: 'answered',
    value: { payUrl: `/rail/pay/${outTradeNo}` },
  }))
  const pay = (deps: PaymentRail, amountFen = 500n, idempotencyKey = 'one press') =>
    payInDeposit({ db: t.db, rail: deps }, { partyId, amountFen, idempotencyKey, returnUrl: '/deposit' })

  test('the same press twice is one payment', async () => {
    const [first, second] = await Promise.all([pay(answering), pay(answering)])
    expect(second).toEqual(first)
    expect(
      await t.db.selectFrom('payment').where('partyId', '=', partyId).selectAll().execute(),
    ).toMatchObject([{ purpose: 'deposit', amountFen: 500n, state: 'created', outTradeNo: first.outTradeNo }])
  })

  test('the same key with another amount is refused', async () => {
    await pay(answering)
    await expect(pay(answering, 501n)).rejects.toMatchObject({ code: 'idempotency_conflict' })
  })

  test('when the rail gave no answer the same press may be tried again', async () => {
    await expect(pay(rail(async () => ({ outcome: 'unknown' })))).rejects.toMatchObject({
      code: 'rail_unavailable',
    })
    expect((await pay(answering)).payUrl).toMatch(/^\/rail\/pay\/D[0-9A-F]{31}$/)
  })

  test.each([0n, -1n, 1_000_000_001n])(
    'an amount of %s fen is refused before anything is written',
    async amountFen => {
      await expect(pay(answering, amountFen)).rejects.toMatchObject({ code: 'bad_request' })
      expect(await t.db.selectFrom('payment').where('partyId', '=', partyId).execute()).toEqual([])
    },
  )
})

describe('a deposit whose callback never came', () => {
  type Answer = Awaited<ReturnType<PaymentRail['queryPayment']>>
  const paid = (state: 'SUCCESS' | 'NOTPAY' | 'CLOSED'): Answer => ({
    outcome: 'answered',
    value: {
      outTradeNo: '',
      amountFen: 500n,
      state,
      transactionId: state === 'SUCCESS' ? randomUUID() : null,
    },
  })
  const recover = async (answer: Answer, minutesOld: number, refuse?: () => Promise<never>) => {
    const { id: paymentId, outTradeNo } = await t.db
      .insertInto('payment')
      .values({
        partyId,
        purpose: 'deposit',
        outTradeNo: `D${randomUUID().replaceAll('-', '').slice(1)}`,
        amountFen: 500n,
        createdAt: sql`app_now() - ${minutesOld} * interval '1 minute'`,
      })
      .returning(['id', 'outTradeNo'])
      .executeTakeFirstOrThrow()
    const rail = {
      queryPayment: async () => answer,
      closePayment: async () => ({ outcome: 'answered', value: { closed: true } }),
    } as unknown as PaymentRail
    const capture = async () => {
      await t.db.updateTable('payment').set({ state: 'succeeded' }).where('id', '=', paymentId).execute()
      await payIn(500n, paymentId)
    }
    const count = () => recoverDepositPayments({ db: t.db, rail, capture: refuse ?? capture })
    const counts = [await count(), await count()]
    const { state } = await t.db
      .selectFrom('payment')
      .select('state')
      .where('outTradeNo', '=', outTradeNo)
      .executeTakeFirstOrThrow()
    await t.db.updateTable('payment').set({ state: 'closed' }).where('id', '=', paymentId).execute()
    return { counts, state, balanceFen: (await deposit()).balanceFen }
  }

  test.each<[string, Answer, number, string, bigint]>([
    ['paid: taken in once', paid('SUCCESS'), 2, 'succeeded', 500n],
    ['paid a moment ago: left to its callback', paid('SUCCESS'), 0.5, 'created', 0n],
    ['not paid yet: waits', paid('NOTPAY'), 20, 'created', 0n],
    ['not paid for an hour: closed', paid('NOTPAY'), 61, 'closed', 0n],
    ['closed at the rail: closed here', paid('CLOSED'), 2, 'closed', 0n],
    ['unknown to the rail yet: waits', { outcome: 'refused', reason: 'not_found' }, 2, 'created', 0n],
    [
      'unknown to the rail for an hour: closed',
      { outcome: 'refused', reason: 'not_found' },
      61,
      'closed',
      0n,
    ],
    ['no answer: asked again', { outcome: 'unknown' }, 61, 'created', 0n],
  ])('%s', async (_, answer, minutesOld, state, balanceFen) => {
    const recovered = await recover(answer, minutesOld)
    expect(recovered).toMatchObject({ state, balanceFen, counts: [state === 'succeeded' ? 1 : 0, 0] })
  })

  test('is asked about in turn, however many pages were opened after it', async () => {
    const open = async (count: number, minutesOld: number) => {
      const rows = Array.from({ length: count }, () => ({
        partyId,
        purpose: 'deposit',
        outTradeNo: `D${randomUUID().replaceAll('-', '').slice(1)}`,
        amountFen: 500n,
        createdAt: sql<Date>`app_now() - ${minutesOld} * interval '1 minute'`,
      }))
      await t.db.insertInto('payment').values(rows).execute()
      return rows.map(row => row.outTradeNo)
    }
    const opened = [...(await open(1, 30)), ...(await open(60, 5))]
    const asked: string[] = []
    const rail = {
      queryPayment: async (outTradeNo: string) => {
        asked.push(outTradeNo)
        return paid('NOTPAY')
      },
    } as unknown as PaymentRail
    const ask = () => recoverDepositPayments({ db: t.db, rail, capture: async () => {} })
    await ask()
    expect(asked).toHaveLength(50)
    expect(asked).toContain(opened[0])
    await ask()
    expect(new Set(asked)).toEqual(new Set(opened))
    await t.db.updateTable('payment').set({ state: 'closed' }).where('outTradeNo', 'in', opened).execute()
  })

  test('is waited for no longer when another amount was paid: that is in suspense and keeps no job failing', async () => {
    const refuse = () => Promise.reject(new DomainError('payment_refused'))
    const recovered = await recover(paid('SUCCESS'), 2, refuse)
    expect(recovered).toMatchObject({ state: 'closed', balanceFen: 0n, counts: [0, 0] })
  })
})
