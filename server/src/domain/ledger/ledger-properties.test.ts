import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '#db/database.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts'
import type { AccountCode } from './accounts.ts'
import { captureReturned, depositPaidIn } from './deposit-entries.ts'
import { latePaymentReceived } from './payment-entries.ts'
import {
  payoutConfirmed,
  payoutFailed,
  payoutRejected,
  payoutRequested,
  payoutSent,
} from './payout-entries.ts'
import { escrowRefunded, refundPaid, saleRefunded } from './refund-entries.ts'
import { saleCaptured, saleSettled, saleSplit } from './sale-entries.ts'
import type { Entry } from './entry.ts'
import { createPoster } from './group-posts.ts'
import { emptyLedger, emptyModel, modelState, postToModel, readState } from './ledger-model.ts'
import { postEntries } from './post-entries.ts'
import { proveLedger } from './prove-ledger.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

const uuids = (count: number, group: string) =>
  Array.from({ length: count }, (_, n) => `0198a000-0000-7000-8000-${group}${String(n).padStart(11, '0')}`)
const PARTIES = uuids(3, 'a')
const REFS = uuids(10, 'b')

const party = fc.constantFrom(...PARTIES)
const fen = fc.oneof(fc.bigInt(1n, 40n), fc.bigInt(1n, 1_000n))
const shares = fc.array(
  fc.record({ role: fc.constantFrom('supplier', 'streamer', 'platform'), partyId: party, amountFen: fen }),
  { minLength: 1, maxLength: 3 },
)

/** Every money event in a small world of parties and references, so that keys repeat, conflict and balances run short. */
function worldOf(refs: string[]): { sale: fc.Arbitrary<Entry>; anyBatch: fc.Arbitrary<Entry[]> } {
  const ref = fc.constantFrom(...refs)
  const payout = fc.record({ payoutId: ref, partyId: party, amountFen: fen })
  const sale = fc
    .record({ orderId: ref, paidFen: fen, platformDiscountFen: fc.bigInt(0n, 300n) })
    .map(saleCaptured)
  const anyEntry: fc.Arbitrary<Entry> = fc.oneof(
    { arbitrary: sale, weight: 4 },
    { arbitrary: fc.record({ orderId: ref, shares }).map(saleSplit), weight: 4 },
    {
      arbitrary: fc.record({ batchId: ref, lines: shares, platformFen: fc.bigInt(0n, 30n) }).map(saleSettled),
      weight: 3,
    },
    fc.record({ refundId: ref, orderId: ref, claws: shares }).map(saleRefunded),
    fc.record({ refundId: ref, orderId: ref, amountFen: fen }).map(escrowRefunded),
    fc.record({ paymentId: ref, amountFen: fen }).map(latePaymentReceived),
    fc.record({ refundId: ref, amountFen: fen }).map(refundPaid),
    fc.record({ paymentId: ref, partyId: party, amountFen: fen }).map(depositPaidIn),
    fc.record({ captureId: ref, partyId: party, amountFen: fen }).map(captureReturned),
    ...[payoutRequested, payoutRejected, payoutSent, payoutConfirmed, payoutFailed].map(step =>
      payout.map(step),
    ),
  )
  const anyBatch = fc.oneof(
    { arbitrary: anyEntry.map(entry => [entry]), weight: 3 },
    { arbitrary: anyEntry.map(entry => [entry, entry]), weight: 1 },
    { arbitrary: fc.array(anyEntry, { minLength: 2, maxLength: 4 }), weight: 1 },
  )
  return { sale, anyBatch }
}
const { sale, anyBatch } = worldOf(REFS)
const anyBatches = fc
  .tuple(
    fc.array(sale, { minLength: 1, maxLength: 3 }),
    fc.array(anyBatch, { minLength: 1, maxLength: 40, size: 'max' }),
    fc.boolean(),
  )
  .map(([first, rest, again]) => [first, ...rest, ...(again ? [first] : [])])

const post = (db: Db, batch: Entry[]) => db.transaction().execute(trx => postEntries(trx, batch))

async function answerOf(batch: Entry[]) {
  try {
    return (await post(t.db, batch)).map(posted => (posted.replayed ? 'replayed' : 'posted'))
  } catch (error) {
    return (error as { code: string }).code
  }
}

test('whatever is posted, each answer and each balance is what a simple model says, and the ledger proves', async () => {
  const seen = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(anyBatches, async batches => {
      await emptyLedger(t.owner)
      const model = emptyModel()
      for (const batch of batches) {
        const answer = await answerOf(batch)
        expect(answer).toEqual(postToModel(model, batch))
        for (const one of [answer].flat()) seen.set(one, (seen.get(one) ?? 0) + 1)
        expect(await readState(t.owner)).toEqual(modelState(model))
      }
      // Only a caller that mixes up orders can break a promise, and the proof must see exactly that.
      const overdrawn = [...model.escrows.values()].some(left => left < 0n)
      const { disagreement } = await proveLedger(t.db)
      expect(disagreement?.check).toBe(
        overdrawn ? 'no order takes more out of escrow than was paid in' : undefined,
      )
    }),
    { numRuns: 60 },
  )
  // The generator is worth nothing if it does not reach every kind of answer.
  for (const kind of ['posted', 'replayed', 'idempotency_conflict', 'insufficient_balance']) {
    expect(seen.get(kind), kind).toBeGreaterThan(30)
  }
})

test('posting the log again from nothing gives the same balances and versions', async () => {
  await fc.assert(
    fc.asyncProperty(anyBatches, async batches => {
      await emptyLedger(t.owner)
      for (const batch of batches) await answerOf(batch)
      const [state, log] = [await readState(t.owner), await readLog(t.owner)]
      await emptyLedger(t.owner)
      for (const batch of log) await post(t.db, batch)
      const replayed = await readState(t.owner)
      expect(replayed).toEqual(state)
    }),
    { numRuns: 10 },
  )
})

/** How many commands a long run sends, one after the other; none in an ordinary one. */
const LONG_RUN = Number(process.env['LEDGER_COMMANDS'] ?? 0)
const IN_ONE_WORLD = 1_000

test.runIf(LONG_RUN > 0)(
  `${LONG_RUN} random commands: each answer is what the model says, each world ends with its balances, and the ledger proves`,
  async () => {
    const seen = new Map<string, number>()
    const seed = Date.now() % 2 ** 31
    for (let sent = 0; sent < LONG_RUN; sent += IN_ONE_WORLD) {
      await emptyLedger(t.owner)
      const model = emptyModel()
      const refs = uuids(250, 'c')
      const commands = fc.sample(worldOf(refs).anyBatch, { seed: seed + sent, numRuns: IN_ONE_WORLD })
      for (const batch of commands) {
        const answer = await answerOf(batch)
        expect(answer, `seed ${seed + sent}`).toEqual(postToModel(model, batch))
        for (const one of [answer].flat()) seen.set(one, (seen.get(one) ?? 0) + 1)
      }
      expect(await readState(t.owner), `seed ${seed + sent}`).toEqual(modelState(model))
      const overdrawn = [...model.escrows.values()].some(left => left < 0n)
      const { disagreement } = await proveLedger(t.db)
      expect(disagreement?.check).toBe(
        overdrawn ? 'no order takes more out of escrow than was paid in' : undefined,
      )
      console.log(sent + IN_ONE_WORLD, JSON.stringify(Object.fromEntries(seen)))
    }
  },
  3_600_000,
)

interface LoggedRow {
  commit: string
  key: string
  kind: string
  ref_type: string
  ref_id: string
  actor: string
  legs: { debit: AccountCode; credit: AccountCode; fen: string; order: string | null }[]
}

/** All entries in their order; those that were posted together, together, because a floor is judged after all of them. */
async function readLog(pool: pg.Pool): Promise<Entry[][]> {
  const { rows } = await pool.query<LoggedRow>(`
    SELECT t.*, posted_at::text AS commit, json_agg(json_build_object(
      'debit', d.code, 'credit', c.code, 'fen', amount_fen::text, 'order', order_id) ORDER BY seq) AS legs
    FROM ledger.transaction t JOIN ledger.leg ON transaction_id = t.id
    JOIN ledger.account d ON d.id = debit JOIN ledger.account c ON c.id = credit
    GROUP BY t.id ORDER BY t.id`)
  return [...Map.groupBy(rows, row => row.commit).values()].map(commit => commit.map(toEntry))
}

function toEntry({ key, kind, ref_type: refType, ref_id: refId, actor, legs }: LoggedRow): Entry {
  return {
    key,
    kind,
    refType,
    refId,
    actor,
    legs: legs.map(({ debit, credit, fen, order }) => ({
      debit,
      credit,
      amountFen: BigInt(fen),
      ...(order !== null && { orderId: order }),
    })),
  }
}

test('independent entries end in the same balances in any order, in batches of any size, through any door', async () => {
  const independent = fc.array(fc.record({ partyId: party, amountFen: fen, deposit: fc.boolean() }), {
    minLength: 1,
    maxLength: 60,
  })
  await fc.assert(
    fc.asyncProperty(independent, fc.infiniteStream(fc.nat()), async (facts, random) => {
      const batch = facts.map(fact =>
        fact.deposit
          ? depositPaidIn({ ...fact, paymentId: randomUUID() })
          : saleCaptured({ orderId: randomUUID(), paidFen: fact.amountFen, platformDiscountFen: 1n }),
      )
      const model = emptyModel()
      postToModel(model, batch)
      const draw = () => random.next().value ?? 0

      await emptyLedger(t.owner)
      const shuffled = batch
        .map(entry => ({ entry, at: draw() }))
        .sort((a, b) => a.at - b.at)
        .map(({ entry }) => entry)
      while (shuffled.length > 0) await post(t.db, shuffled.splice(0, 1 + (draw() % 20)))
      expect(await readState(t.owner)).toEqual(modelState(model))

      await emptyLedger(t.owner)
      const poster = createPoster(t.pool, { maxBatch: 1 + (draw() % 20) })
      await Promise.all(batch.map(entry => poster.post(entry)))
      expect(await readState(t.owner)).toEqual(modelState(model))
    }),
    { numRuns: 15 },
  )
})

test('for each order: paid is refunded, settled or pending, and its escrow ends at zero', async () => {
  const order = fc.record({
    paidFen: fc.bigInt(1n, 100_000n),
    platformDiscountFen: fc.bigInt(0n, 5_000n),
    weights: fc.tuple(fc.nat(100), fc.nat(100), fc.nat(100)),
    /** Which part of what each still holds is clawed back, refund after refund, in percent. */
    refunds: fc.array(fc.nat(100), { maxLength: 4 }),
    refundedBeforeSplit: fc.nat(9).map(n => n === 0),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(order, { minLength: 1, maxLength: 5 }), async orders => {
      await emptyLedger(t.owner)
      for (const fact of orders) await liveThrough(fact)
      expect((await proveLedger(t.db)).disagreement).toBeNull()
    }),
    { numRuns: 25 },
  )

  async function liveThrough(
    fact: (typeof order)['generate'] extends (...args: never) => { value: infer V } ? V : never,
  ) {
    const orderId = randomUUID()
    const base = fact.paidFen + fact.platformDiscountFen
    await post(t.db, [saleCaptured({ ...fact, orderId })])
    if (fact.refundedBeforeSplit) {
      await post(t.db, [escrowRefunded({ refundId: randomUUID(), orderId, amountFen: base })])
      expect(await sumsOfOrder(orderId)).toEqual({ escrow: 0n, earned: 0n, refunded: base, captured: base })
      return
    }
    const left = divide(base, fact.weights)
    await post(t.db, [saleSplit({ orderId, shares: left })])
    let refunded = 0n
    for (const percent of fact.refunds) {
      const claws = left.map(share => ({ ...share, amountFen: (share.amountFen * BigInt(percent)) / 100n }))
      const amountFen = claws.reduce((sum, claw) => sum + claw.amountFen, 0n)
      if (amountFen === 0n) continue
      const refundId = randomUUID()
      await post(t.db, [saleRefunded({ refundId, orderId, claws }), refundPaid({ refundId, amountFen })])
      for (const [n, share] of left.entries()) share.amountFen -= claws[n]?.amountFen ?? 0n
      refunded += amountFen
    }
    expect(await sumsOfOrder(orderId)).toEqual({
      escrow: 0n,
      earned: base - refunded,
      refunded,
      captured: base,
    })
    const lines = left.filter(share => share.role !== 'platform')
    const platformFen = left.find(share => share.role === 'platform')?.amountFen ?? 0n
    if (base > refunded) await post(t.db, [saleSettled({ batchId: randomUUID(), lines, platformFen })])
  }
})

function divide(base: bigint, [supplier, streamer, platform]: readonly [number, number, number]) {
  const total = BigInt(supplier + streamer + platform || 1)
  const [toStreamer, toPlatform] = [(base * BigInt(streamer)) / total, (base * BigInt(platform)) / total]
  const [supplierId, streamerId, platformId] = [randomUUID(), randomUUID(), randomUUID()]
  return [
    { role: 'supplier', partyId: supplierId, amountFen: base - toStreamer - toPlatform },
    { role: 'streamer', partyId: streamerId, amountFen: toStreamer },
    { role: 'platform', partyId: platformId, amountFen: toPlatform },
  ]
}

async function sumsOfOrder(orderId: string) {
  const { rows } = await t.owner.query(
    `SELECT coalesce(sum(CASE WHEN c.kind = 'L:ESCROW' THEN amount_fen WHEN d.kind = 'L:ESCROW' THEN -amount_fen END), 0)::bigint AS escrow,
      coalesce(sum(CASE WHEN c.kind IN ('L:PENDING', 'L:DEFERRED') THEN amount_fen WHEN d.kind IN ('L:PENDING', 'L:DEFERRED') THEN -amount_fen END), 0)::bigint AS earned,
      coalesce(sum(amount_fen) FILTER (WHERE c.kind = 'L:REFUND_DUE'), 0)::bigint AS refunded,
      coalesce(sum(amount_fen) FILTER (WHERE c.kind = 'L:ESCROW'), 0)::bigint AS captured
    FROM ledger.leg JOIN ledger.account d ON d.id = debit JOIN ledger.account c ON c.id = credit WHERE order_id = $1`,
    [orderId],
  )
  return rows[0]
}
