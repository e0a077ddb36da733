import { randomBytes, randomUUID } from 'node:crypto'
import type { Carrier } from '@haowu/shared/orders.ts'
import { buildItem, buildParty } from '@haowu/server/test/build-item.ts'
import { checkoutDeps, TEST_CONTACT } from '@haowu/server/test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '#db/database.ts'
import { createPlan } from '#domain/commission/create-plan.ts'
import { approveLoan } from '#domain/custody/approve-loan.ts'
import { cancelLoan } from '#domain/custody/cancel-loan.ts'
import { checkInLoan } from '#domain/custody/check-in-loan.ts'
import { claimLost } from '#domain/custody/claim-lost.ts'
import type { OpenLoanCase } from '#domain/custody/loan-dispute.ts'
import { readLoan } from '#domain/custody/read-loan.ts'
import { receiveLoan } from '#domain/custody/receive-loan.ts'
import { refuseLoan } from '#domain/custody/refuse-loan.ts'
import { requestLoan } from '#domain/custody/request-loan.ts'
import { sendBackLoan } from '#domain/custody/send-back-loan.ts'
import { shipLoan } from '#domain/custody/ship-loan.ts'
import { sweepLoans } from '#domain/custody/sweep-loans.ts'
import { creditDeposit } from '#domain/deposits/credit-deposit.ts'
import { holdForCase } from '#domain/deposits/hold-for-case.ts'
import { settleDepositHolds } from '#domain/deposits/release-deposit.ts'
import { DomainError } from '#domain/domain-error.ts'
import { depositHeld } from '#domain/ledger/accounts.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { addSlot } from '#domain/picks/add-slot.ts'
import { createSession } from '#domain/picks/create-session.ts'
import { endSession } from '#domain/picks/end-session.ts'
import { expireLiveHolds } from '#domain/picks/expire-live-holds.ts'
import { startSession } from '#domain/picks/start-session.ts'
import { pressCashierButton } from '#gateways/rail-simulator/press-cashier-button.ts'
import { capturePayment } from './capture-payment.ts'
import { startCheckout } from './start-checkout.ts'

/**
 * Two streamers want the same three pieces, for a show and as a loan; buyers buy, days pass, two acts come at once, processes
 * die before they commit. After each step nothing that must always hold may be broken.
 */

const PRICE = 100_000n
const HOUR = 3_600_000

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

interface Stage {
  supplierId: string
  items: string[]
  streamers: string[]
}

async function setStage(): Promise<Stage> {
  const supplierId = await buildParty(t.db, 'supplier')
  await createPlan(t, {
    supplierId,
    kind: 'open',
    name: '普通',
    categoryCode: null,
    rateBps: 800,
    serviceRateBps: 0,
    streamerIds: [],
  })
  const items: string[] = []
  for (let n = 0; n < 3; n++)
    items.push((await buildItem(t.db, { supplierId, priceFen: PRICE, reportDays: 3_000 })).itemId)
  const streamers = [await buildParty(t.db, 'streamer'), await buildParty(t.db, 'streamer')]
  // One of them can back five pieces, the other two.
  for (const [index, partyId] of streamers.entries()) {
    const amountFen = index === 0 ? PRICE : 40_000n
    await t.db
      .transaction()
      .execute(trx => creditDeposit(trx, { paymentId: randomUUID(), partyId, amountFen }))
  }
  return { supplierId, items, streamers }
}

const ACTS = [
  'request',
  'approve',
  'refuse',
  'cancel',
  'ship',
  'receive',
  'sendBack',
  'checkIn',
  'differs',
  'lost',
  'hold',
  'hold',
  'buy',
  'buy',
  'buy',
  'endShow',
  'reinspect',
  'sweep',
  'jobs',
  'fewDays',
  'manyDays',
] as const
type Act = (typeof ACTS)[number]

interface Step {
  act: Act
  item: number
  streamer: number
  /** The process dies before it commits. */
  killed: boolean
  /** Instead of any act, the one that the loan waits for. */
  sensible: boolean
}

class Killed extends Error {}

/** Runs each transaction to its end and loses it. */
function dying(db: Db): Db {
  return new Proxy(db, {
    get(target, key) {
      if (key === 'transaction') {
        const execute = (work: (trx: never) => Promise<unknown>) =>
          target.transaction().execute(async trx => {
            await work(trx as never)
            throw new Killed()
          })
        return () => ({ execute })
      }
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

const openLoanCase: OpenLoanCase = async (trx, dispute) => {
  const caseId = randomUUID()
  await holdForCase(trx, { caseId, partyId: dispute.streamerId, amountFen: dispute.claimedFen })
  return { caseId }
}

const happened = new Map<string, number>()

async function take({ supplierId, items, streamers }: Stage, step: Step): Promise<void> {
  const itemId = items[step.item % items.length] ?? ''
  const streamerId = streamers[step.streamer % streamers.length] ?? ''
  const db = step.killed ? dying(t.db) : t.db
  const deps = { ...t, db, openLoanCase }
  const memberId = randomUUID()
  const parcel = { carrier: 'sf' as Carrier, trackingNo: `SF${randomBytes(5).toString('hex').toUpperCase()}` }
  const loanId = await loanOf(itemId, streamerId)
  const own = { loanId: loanId ?? randomUUID(), supplierId, memberId }
  const acts: Record<Act, () => Promise<unknown>> = {
    request: () => requestLoan(deps, { streamerId, memberId, itemId, days: 5, reason: '试播' }),
    approve: () => approveLoan(deps, own),
    refuse: () => refuseLoan(deps, { ...own, reason: '另有安排' }),
    cancel: () => cancelLoan(deps, { loanId: own.loanId, streamerId, memberId }),
    ship: () => shipLoan(deps, { ...own, ...parcel }),
    receive: async () => {
      const { code } = await readLoan(t.db, { loanId: own.loanId })
      await receiveLoan(deps, { streamerId, memberId, loanCode: code, photos: [] })
    },
    sendBack: () => sendBackLoan(deps, { loanId: own.loanId, streamerId, memberId, ...parcel, photos: [] }),
    checkIn: () => checkInLoan(deps, { ...own, photos: [], outcome: 'matched' }),
    differs: () =>
      checkInLoan(deps, { ...own, photos: [], outcome: 'differs', statement: '有划痕', claimedFen: 10_000n }),
    lost: () => claimLost(deps, { ...own, statement: '一直没有寄回' }),
    hold: () => holdForShow({ ...deps, streamerId, itemId }),
    buy: () => buy(itemId),
    endShow: () => endShow(streamerId, db),
    reinspect: () => reinspect(itemId),
    sweep: () => sweepLoans(deps),
    jobs: async () => {
      await expireLiveHolds(t)
      await settleDepositHolds({ db: t.db })
    },
    fewDays: () => passDays(1),
    manyDays: () => passDays(8),
  }
  try {
    await acts[step.act]()
    happened.set(step.act, (happened.get(step.act) ?? 0) + 1)
  } catch (error) {
    if (error instanceof AggregateError && error.errors.every(each => each instanceof Killed)) return
    if (!(error instanceof DomainError) && !(error instanceof Killed)) throw error
  }
}

async function loanOf(itemId: string, streamerId: string): Promise<string | undefined> {
  const row = await t.db
    .selectFrom('sampleLoan')
    .select('id')
    .where('itemId', '=', itemId)
    .where('streamerId', '=', streamerId)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return row?.id
}

async function holdForShow({
  db,
  streamerId,
  itemId,
}: {
  db: Db
  streamerId: string
  itemId: string
}): Promise<void> {
  const { rows } = await sql<{ now: Date }>`SELECT app_now() AS now`.execute(t.db)
  const startsAt = rows[0]?.now ?? new Date()
  const endsAt = new Date(startsAt.getTime() + 6 * HOUR)
  const { sessionId } = await createSession(t, {
    streamerId,
    title: randomUUID().slice(0, 8),
    startsAt,
    endsAt,
  })
  await startSession(t, { streamerId, sessionId })
  await addSlot({ ...t, db }, { streamerId, sessionId, itemId })
}

async function endShow(streamerId: string, db: Db): Promise<void> {
  const show = await t.db
    .selectFrom('liveSession')
    .select('id')
    .where('streamerId', '=', streamerId)
    .where('state', '=', 'live')
    .executeTakeFirst()
  if (show) await endSession({ ...t, db }, { streamerId, sessionId: show.id })
}

/** In the room that has the piece now, if one has. */
async function buy(itemId: string): Promise<void> {
  const room = await t.db
    .selectFrom('liveHold')
    .innerJoin('liveSession', 'liveSession.id', 'liveHold.sessionId')
    .select('roomCode')
    .where('itemId', '=', itemId)
    .orderBy('liveHold.id', 'desc')
    .executeTakeFirst()
  if (!room) throw new DomainError('not_found')
  const deps = checkoutDeps(t)
  const { orderNo } = await startCheckout(deps, {
    ...room,
    itemId,
    priceFen: PRICE,
    contact: TEST_CONTACT,
    idempotencyKey: randomBytes(16).toString('hex'),
  })
  const outTradeNo = `P${orderNo}`
  await pressCashierButton(t.db, { outTradeNo, button: 'pay' })
  const answer = await deps.rail.queryPayment(outTradeNo)
  if (answer.outcome !== 'answered' || answer.value.transactionId === null)
    throw new DomainError('order_state')
  const { amountFen, transactionId } = answer.value
  await capturePayment(deps, { outTradeNo, amountFen, transactionId })
}

/** A new report is published for a piece that came back otherwise. */
async function reinspect(itemId: string): Promise<void> {
  await sql`
    UPDATE item SET state = 'available', report_id = report.id FROM report
    WHERE item.id = ${itemId} AND item.state = 'quarantined' AND report.item_id = item.id AND report.state = 'published'
  `.execute(t.db)
}

const passDays = (days: number) =>
  t.db
    .updateTable('appClock')
    .set({ shiftSeconds: sql`shift_seconds + ${days * 86_400}` })
    .execute()

async function none(what: string, query: ReturnType<typeof sql>): Promise<void> {
  const { rows } = await query.execute(t.db)
  expect(rows, what).toEqual([])
}

const lentState = sql`('approved', 'shipped', 'received', 'sent_back')`

async function holds({ items, streamers }: Stage): Promise<void> {
  await none(
    'a piece is on loan exactly while one loan has it, and no show or buyer has it then',
    sql`SELECT item.id, item.state FROM item WHERE item.id = ANY(${items}::uuid[])
      AND ((item.state = 'on_loan') <> EXISTS (SELECT FROM sample_loan WHERE item_id = item.id AND state IN ${lentState})
        OR (item.state = 'on_loan' AND (live_hold_id IS NOT NULL OR checkout_order_id IS NOT NULL OR EXISTS (
          SELECT FROM live_hold WHERE item_id = item.id AND live_hold.state = 'active' AND until > app_now()))))`,
  )
  await none(
    'nothing is sold while it is on loan',
    sql`SELECT sale.item_id FROM sale JOIN item ON item.id = sale.item_id AND item.listing_generation = sale.listing_generation
      WHERE item.id = ANY(${items}::uuid[]) AND item.state <> 'sold'`,
  )
  await none(
    'the deposit behind loans is the exposure of the open ones, and of the lost ones that no case has decided about',
    sql`SELECT party.id FROM party WHERE party.id = ANY(${streamers}::uuid[])
      AND (SELECT coalesce(sum(amount_fen), 0) FROM deposit_hold WHERE party_id = party.id AND reason = 'loan' AND state = 'open')
        <> (SELECT coalesce(sum(exposure_fen), 0) FROM sample_loan WHERE streamer_id = party.id AND (state IN ${lentState} OR state = 'lost'))`,
  )
  await none(
    'no more pieces are out than the rule allows',
    sql`SELECT streamer_id FROM sample_loan WHERE state IN ${lentState} GROUP BY 1 HAVING count(*) > 3`,
  )
  await none(
    'the chain has no gap, and its last link says where the piece is',
    sql`SELECT loan.id, loan.state, last.place FROM sample_loan AS loan
      JOIN LATERAL (SELECT place, seq FROM custody_link WHERE item_id = loan.item_id AND loan_id = loan.id
        ORDER BY seq DESC LIMIT 1) AS last ON true
      WHERE loan.item_id = ANY(${items}::uuid[]) AND coalesce(loan.outcome, '') <> 'unchecked'
        AND (last.place <> CASE loan.state WHEN 'received' THEN 'with_streamer' WHEN 'returned' THEN 'at_supplier'
          WHEN 'lost' THEN 'lost' ELSE 'in_transit' END
          OR (SELECT max(seq) <> count(*) FROM custody_link WHERE item_id = loan.item_id))`,
  )
  await none(
    'who is late with a piece, and only he, is restricted for it',
    sql`SELECT loan.id FROM sample_loan AS loan WHERE loan.streamer_id = ANY(${streamers}::uuid[])
      AND (loan.state = 'received' AND loan.overdue_at IS NOT NULL)
        <> EXISTS (SELECT FROM party_restriction WHERE ref_id = loan.id AND cause = 'loan_overdue' AND lifted_at IS NULL)`,
  )
  for (const partyId of streamers) {
    const { heldFen } = await t.db
      .selectFrom('depositHold')
      .select(sql<bigint>`coalesce(sum(amount_fen), 0)::bigint`.as('heldFen'))
      .where('partyId', '=', partyId)
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow()
    expect(await readBalance(t.db, depositHeld(partyId))).toBe(heldFen)
  }
  expect(await proveLedger(t.db)).toMatchObject({ disagreement: null })
}

const step = fc.record<Step>({
  act: fc.constantFrom(...ACTS),
  item: fc.nat(2),
  streamer: fc.nat(1),
  killed: fc.integer({ min: 0, max: 9 }).map(n => n === 0),
  sensible: fc.boolean(),
})
/** What a loan waits for, so that sequences get somewhere; everything else comes in between. */
const NEXT: Record<string, Act> = {
  requested: 'approve',
  approved: 'ship',
  shipped: 'receive',
  received: 'sendBack',
}

async function onward({ items, streamers }: Stage, { item, streamer }: Step): Promise<Act> {
  const itemId = items[item % items.length] ?? ''
  const loanId = await loanOf(itemId, streamers[streamer % streamers.length] ?? '')
  const state = loanId === undefined ? 'none' : (await readLoan(t.db, { loanId })).state
  if (state === 'received' && item === streamer) return 'lost'
  if (state === 'sent_back') return item === 2 ? 'differs' : 'checkIn'
  return NEXT[state] ?? 'request'
}

const atOnce = fc.array(step, { minLength: 1, maxLength: 3 })

test('no order of loans, shows, sales, days and deaths breaks what must always hold', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(atOnce, { minLength: 50, maxLength: 50 }), async story => {
      const stage = await setStage()
      for (const steps of story) {
        const acts = await Promise.all(
          steps.map(async each => (each.sensible ? { ...each, act: await onward(stage, each) } : each)),
        )
        await Promise.all(acts.map(each => take(stage, each)))
        await holds(stage)
      }
    }),
    { numRuns: 5, endOnFailure: true, seed: 20_261_126 },
  )
  // A sequence that never gets anywhere would prove nothing.
  const reached = [
    'approve',
    'ship',
    'receive',
    'sendBack',
    'checkIn',
    'differs',
    'lost',
    'hold',
    'buy',
    'cancel',
  ]
  expect(reached.filter(act => !happened.has(act))).toEqual([])
}, 120_000)
