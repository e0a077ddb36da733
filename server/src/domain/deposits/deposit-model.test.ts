import { randomUUID } from 'node:crypto'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { dyingDatabase, isCut } from '@haowu/server/test/dying-database.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { deposit, depositHeld, penaltyIncome, sent } from '#domain/ledger/accounts.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { readRestrictions } from '#domain/parties/restrict-party.ts'
import { sealText } from '#domain/seal-text.ts'
import { createRailSimulator } from '#gateways/rail-simulator/create-rail-simulator.ts'
import { deriveSecrets } from '#secrets.ts'
import { captureForCase } from './capture-for-case.ts'
import { captureForLoan } from './capture-for-loan.ts'
import { creditDeposit } from './credit-deposit.ts'
import { holdForExposure } from './hold-deposit.ts'
import { holdForCase } from './hold-for-case.ts'
import { holdForLoan } from './hold-for-loan.ts'
import { climbLadders, recomputeDues } from './recompute-dues.ts'
import { releaseExposure } from './release-deposit.ts'
import { releaseForCase } from './release-for-case.ts'
import { releaseForLoan } from './release-for-loan.ts'
import { cancelExit, requestExit, retryExit } from './request-exit.ts'
import { sendExits } from './send-exits.ts'

const secrets = deriveSecrets('a secret that only tests know, long enough')
let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

/** The few facts that the acts are about, so that they meet each other often. */
const SLOTS = 3
const ACTS = [
  'payIn',
  'holdLive',
  'endLive',
  'holdCase',
  'capture',
  'freeCase',
  'holdLoan',
  'freeLoan',
] as const
const MORE = ['loseLoan', 'leave', 'stay', 'again', 'rail', 'slowRail', 'days', 'reckon'] as const
const act = fc.record({
  what: fc.constantFrom(...ACTS, ...MORE),
  slot: fc.nat(SLOTS - 1),
  fen: fc.bigInt({ min: 1n, max: 900n }),
  paymentId: fc.uuid(),
  /** Killed first, when all was written and nothing committed, and then said again. */
  isKilled: fc.boolean(),
  /** Instead of it, the act that the party's way out waits for, so that sequences get somewhere; everything else comes in between. */
  isOnward: fc.boolean(),
})
type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never

/** What may be answered when acts meet; anything else is a failure of ours. */
const REFUSALS = ['deposit_short', 'hold_resolved', 'exit_blocked', 'not_found']

interface World {
  partyId: string
  lives: string[]
  cases: string[]
  loans: string[]
  /** What was paid in, as this test knows it: each payment once, however often it was said. */
  payments: Map<string, bigint>
}

/** With `db` whoever plays may lose his connection; what is not transactional keeps its own. */
async function perform({ partyId, ...ids }: World, act: Act, db: Db = t.db): Promise<unknown> {
  const { what, slot, fen: amountFen, paymentId } = act
  const [liveHoldId = '', caseId = '', loanId = ''] = [ids.lives[slot], ids.cases[slot], ids.loans[slot]]
  const inTrx = <T>(work: (trx: Transaction<Database>) => Promise<T>) => db.transaction().execute(work)
  const who = { partyId, actor: 'user:test' }
  const decision = { clause: 'x', ruleVersion: 1, calculation: {} }
  const judged = { clause: 'x', ruleVersion: 1, caseId, caseNo: 'C1' }
  if (what === 'payIn') ids.payments.set(paymentId, amountFen)
  const acts: Record<Act['what'], () => Promise<unknown>> = {
    payIn: () => inTrx(trx => creditDeposit(trx, { paymentId, partyId, amountFen })),
    holdLive: () => inTrx(trx => holdForExposure(trx, { liveHoldId, partyId, amountFen })),
    endLive: () => inTrx(trx => releaseExposure(trx, [liveHoldId])),
    holdCase: () => inTrx(trx => holdForCase(trx, { caseId, partyId, amountFen })),
    capture: () => inTrx(trx => captureForCase(trx, { caseId, amountFen, decision, actor: 'x' })),
    freeCase: () => inTrx(trx => releaseForCase(trx, { caseId })),
    holdLoan: () => inTrx(trx => holdForLoan(trx, { loanId, partyId, amountFen })),
    freeLoan: () => inTrx(trx => releaseForLoan(trx, { loanIds: [loanId] })),
    loseLoan: () => inTrx(trx => captureForLoan(trx, { loanId, amountFen, decision: judged, actor: 'x' })),
    leave: () => requestExit({ db }, who),
    stay: () => cancelExit({ db }, who),
    again: () => retryExit({ db }, who),
    rail: () => sendExits({ ...depsOf('succeed'), db }),
    slowRail: () => sendExits({ ...depsOf(RAIL_MOODS[slot] ?? 'fail'), db }),
    days: () => pass(slot * 4 + 1),
    reckon: async () => {
      await recomputeDues({ db })
      await climbLadders({ db })
    },
  }
  return acts[what]()
}

const RAIL_MOODS = ['fail', 'answer_lost', 'call_lost'] as const

const depsOf = (behaviour: 'succeed' | 'fail' | 'answer_lost' | 'call_lost') => ({
  db: t.db,
  secrets,
  rail: createRailSimulator({
    db: t.db,
    secret: secrets.railWebhook,
    publicUrl: 'http://localhost',
    chooseBehaviour: () => behaviour,
  }),
})
const pass = (days: number) =>
  sql`UPDATE app_clock SET shift_seconds = shift_seconds + ${days * 86_400}`.execute(t.db)

async function buildWorld(): Promise<World> {
  const partyId = await buildParty(t.db, 'streamer')
  await t.db
    .insertInto('payeeAccount')
    .values({
      partyId,
      holderName: '张三',
      bankName: '招商银行',
      accountNoLast4: '1234',
      accountNoSealed: sealText(secrets.payee, partyId, '6222020000001234'),
    })
    .execute()
  const ids = () => Array.from({ length: SLOTS }, () => randomUUID())
  return { partyId, lives: ids(), cases: ids(), loans: ids(), payments: new Map() }
}

interface Sums {
  paidIn: bigint
  captured: bigint
  paidOut: bigint
  inFlight: bigint
  openHere: bigint
  openInLedger: bigint
  contradictions: number
  earlyExits: number
}

/** What must hold after every step, whatever happened at once. */
async function check({ partyId, payments }: World, penaltiesBefore: bigint): Promise<void> {
  const [free, held, away] = await Promise.all(
    [deposit(partyId), depositHeld(partyId), sent(partyId)].map(code => readBalance(t.db, code)),
  )
  const { rows } = await sql<Sums>`
    SELECT
      (SELECT coalesce(sum(leg.amount_fen), 0)::bigint FROM ledger.leg JOIN ledger.transaction ON transaction.id = transaction_id
        JOIN ledger.account ON account.id = leg.credit
        WHERE transaction.kind = 'deposit_paid_in' AND account.party_id = ${partyId}) AS paid_in,
      (SELECT coalesce(sum(captured_fen), 0)::bigint FROM deposit_capture WHERE party_id = ${partyId}) AS captured,
      (SELECT coalesce(sum(amount_fen), 0)::bigint FROM deposit_exit WHERE party_id = ${partyId} AND state = 'refunded') AS paid_out,
      (SELECT coalesce(sum(amount_fen), 0)::bigint FROM deposit_exit WHERE party_id = ${partyId} AND state IN ('sent', 'unknown')) AS in_flight,
      (SELECT coalesce(sum(amount_fen), 0)::bigint FROM deposit_hold WHERE party_id = ${partyId} AND state = 'open') AS open_here,
      (SELECT coalesce(sum(amount_fen), 0)::bigint FROM ledger.hold JOIN ledger.account ON account.id = hold.held_account_id
        WHERE account.party_id = ${partyId} AND hold.state = 'open') AS open_in_ledger,
      (SELECT count(*)::int FROM deposit_hold JOIN ledger.hold ON hold.id = ledger_hold_id
        LEFT JOIN deposit_capture ON deposit_capture.deposit_hold_id = deposit_hold.id
        WHERE deposit_hold.party_id = ${partyId} AND (deposit_hold.state <> hold.state
          OR (hold.state = 'captured') <> (deposit_capture.id IS NOT NULL)
          OR coalesce(deposit_capture.captured_fen, 0) <> hold.captured_fen
          OR hold.captured_fen > deposit_hold.amount_fen)) AS contradictions,
      -- What was held when the money left, and is still.
      (SELECT count(*)::int FROM deposit_exit JOIN deposit_hold USING (party_id)
        WHERE party_id = ${partyId} AND deposit_exit.sent_at IS NOT NULL AND deposit_exit.state IN ('sent', 'unknown', 'refunded')
          AND deposit_hold.created_at < sent_at AND coalesce(ended_at, 'infinity') > sent_at) AS early_exits
  `.execute(t.db)
  const [sums] = rows
  if (!sums) throw new Error('no sums')
  expect((free ?? 0n) + (held ?? 0n)).toBe(sums.paidIn - sums.captured - sums.paidOut - sums.inFlight)
  expect(sums.paidIn).toBe([...payments.values()].reduce((sum, fen) => sum + fen, 0n))
  expect(away).toBe(sums.inFlight)
  expect(held).toBe(sums.openHere)
  expect(held).toBe(sums.openInLedger)
  expect(sums.contradictions).toBe(0)
  expect(sums.earlyExits).toBe(0)
  expect((await readBalance(t.db, penaltyIncome())) - penaltiesBefore).toBe(sums.captured)
  const exit = await t.db
    .selectFrom('depositExit')
    .select('state')
    .where('partyId', '=', partyId)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  const isLeaving = exit !== undefined && exit.state !== 'cancelled'
  expect((await readRestrictions(t.db, partyId)).some(({ cause }) => cause === 'exit')).toBe(isLeaving)
  expect(await proveLedger(t.db)).toMatchObject({ disagreement: null })
}

/** A killed act leaves nothing behind that the same act, said again by whoever lost his connection, would meet. */
async function performThroughKills(world: World, act: Act): Promise<unknown> {
  if (act.isKilled) {
    const killed = await perform(world, act, dyingDatabase(t.db)).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (killed !== undefined && !isRefusal(killed) && !isCut(killed)) throw killed
  }
  return perform(world, act)
}

type Onward = Pick<Act, 'what' | 'slot'>

/** The next step of a party that wants to leave; nothing once it has left. */
async function onward({ partyId, lives, cases, loans }: World): Promise<Onward | undefined> {
  const exit = await t.db
    .selectFrom('depositExit')
    .select(['state', sql<boolean>`due_at <= app_now()`.as('isDue'), 'sentAt'])
    .where('partyId', '=', partyId)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  if (exit?.state === 'refunded') return undefined
  const hold = await t.db
    .selectFrom('depositHold')
    .select(['reason', 'refId'])
    .where('partyId', '=', partyId)
    .where('state', '=', 'open')
    .executeTakeFirst()
  if (hold?.reason === 'live_hold') return { what: 'endLive', slot: lives.indexOf(hold.refId) }
  if (hold?.reason === 'loan') return { what: 'freeLoan', slot: loans.indexOf(hold.refId) }
  if (hold) return { what: 'capture', slot: cases.indexOf(hold.refId) }
  if (exit === undefined || exit.state === 'cancelled') return { what: 'leave', slot: 0 }
  if (exit.state === 'failed') return { what: 'again', slot: 0 }
  if (exit.state === 'waiting' && !exit.isDue) return { what: 'days', slot: 2 }
  return { what: 'rail', slot: 0 }
}

/** Whatever came before: what is open can be ended, and then all that is left goes back through the rail. */
async function leaveAtLast(world: World): Promise<void> {
  for (let steps = 0; steps < 40; steps++) {
    const next = await onward(world)
    if (!next) return
    await perform(world, { ...LAST, ...next })
    // Who was asked, or sent, a moment ago is left alone for a while.
    if (next.what === 'rail') await pass(0.01)
  }
  throw new Error('a party cannot leave')
}

const LAST: Act = { what: 'leave', slot: 0, fen: 900n, paymentId: '', isKilled: false, isOnward: true }

const isRefusal = (error: unknown) => error instanceof DomainError && REFUSALS.includes(error.code)

test('whatever is paid in, held, captured, freed and sent back, at once, killed, repeated and in any order, every fen is somewhere once', async () => {
  const steps = fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { minLength: 4, maxLength: 14 })
  await fc.assert(
    fc.asyncProperty(steps, async sequence => {
      const world = await buildWorld()
      const penaltiesBefore = await readBalance(t.db, penaltyIncome())
      await perform(world, { ...LAST, what: 'payIn', fen: 700n, paymentId: randomUUID() })
      for (const together of sequence) {
        const acts = await Promise.all(
          together.map(async one => (one.isOnward ? { ...one, ...(await onward(world)) } : one)),
        )
        const outcomes = await Promise.allSettled(acts.map(one => performThroughKills(world, one)))
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected' && !isRefusal(outcome.reason)) throw outcome.reason
        }
        await check(world, penaltiesBefore)
      }
      await leaveAtLast(world)
      await check(world, penaltiesBefore)
    }),
    { numRuns: 12 },
  )
}, 120_000)
