import { randomUUID } from 'node:crypto'
import { buildApprovedBatch, PAYEE, PAYEE_SECRETS } from '@haowu/server/test/build-payout-batch.ts'
import { buildPaidOrder, checkoutDeps, type PaidOrder } from '@haowu/server/test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import type { AfterSaleReason } from '@haowu/shared/after-sales.ts'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { available, receivable, sent } from '#domain/ledger/accounts.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { processOpenRefunds } from '#domain/orders/process-refund.ts'
import { namePayeeAccount } from '#domain/settlement/name-payee-account.ts'
import { readRefunds } from '#domain/settlement/read-refunds.ts'
import { recordPayoutOutcome } from '#domain/settlement/record-payout-outcome.ts'
import { settleDue } from '#domain/settlement/settle-due.ts'
import { splitDue } from '#domain/settlement/split-due.ts'
import { acceptOffer } from './accept-offer.ts'
import { answerAfterSale } from './answer-after-sale.ts'
import { mindAfterSales } from './mind-after-sales.ts'
import { requestAfterSale } from './request-after-sale.ts'

const [PRICE, LESS] = [300_000n, 40_000n]

let t: TestDatabase
let deps: ReturnType<typeof checkoutDeps>
beforeEach(async () => {
  t = await createTestDatabase()
  deps = checkoutDeps(t)
  return () => t[Symbol.asyncDispose]()
})

interface Parties {
  supplierId: string
  streamerId: string
}
const partiesOf = ({ sale }: PaidOrder): Parties => ({
  supplierId: sale.item.supplierId,
  streamerId: sale.room.streamerId,
})

/** An order whose parcel has arrived and whose days are over, of these two if they are named. */
async function arrived(parties?: Parties): Promise<PaidOrder> {
  const order = await buildPaidOrder(t, deps, { priceFen: PRICE })
  await t.db
    .updateTable('orders')
    .set({
      state: 'received',
      receivedAt: sql`app_now()`,
      shippedAt: sql`app_now()`,
      maturesAt: sql`app_now()`,
    })
    .set(parties ?? {})
    .where('id', '=', order.orderId)
    .execute()
  await splitDue(t)
  return order
}

/** The piece is a grade worse than its report says: the supplier offers a part of the price, and the buyer keeps it. */
async function downgrade(order: PaidOrder, reason: AfterSaleReason): Promise<void> {
  const { linkToken } = order
  const { afterSaleId } = await requestAfterSale(t, {
    linkToken,
    kind: 'return',
    reason,
    words: '成色比报告低一级',
    photoKeys: [],
  })
  const { supplierId } = partiesOf(order)
  const offer = { answer: 'offer', words: '按低一级退差价', amountFen: LESS } as const
  await answerAfterSale(t, { afterSaleId, supplierId, actor: 'user:s', ...offer })
  await acceptOffer(t, { linkToken, afterSaleId })
  await sql`UPDATE refund SET created_at = created_at - interval '1 minute'`.execute(t.db)
  await processOpenRefunds(deps, { limit: 50 })
  await sql`UPDATE rail_simulator.refund SET ends_at = app_now() - interval '1 second'`.execute(t.db)
  await sql`UPDATE refund SET asked_at = asked_at - interval '1 minute'`.execute(t.db)
  await processOpenRefunds(deps, { limit: 50 })
  await mindAfterSales(t)
}

async function payAllOut(parties: Parties): Promise<Map<string, bigint>> {
  for (const partyId of Object.values(parties))
    await namePayeeAccount({ db: t.db, secrets: PAYEE_SECRETS }, { partyId, ...PAYEE, actor: 'test' })
  const { lines } = await buildApprovedBatch(t.db, 'file')
  for (const { payoutId } of lines)
    await recordPayoutOutcome(t, { payoutId, outcome: 'confirmed', userId: randomUUID() })
  return new Map(lines.map(({ partyId, amountFen }) => [partyId, amountFen]))
}

const has = (partyId: string) => readBalance(t.db, available(partyId))
const owes = (partyId: string) => readBalance(t.db, receivable(partyId))

test.each<[AfterSaleReason, string[]]>([
  ['no_longer_wanted', ['supplier', 'streamer']],
  // What was reported wrongly is the supplier's matter alone: the streamer keeps what he earned.
  ['not_as_reported', ['supplier']],
])(
  'a downgrade after everything was paid out, because of %s, is owed by %j, and taken from the next earnings to the fen',
  async (reason, debtors) => {
    // What both would have, had the price been put right before anything was settled.
    const twin = await arrived()
    await downgrade(twin, reason)
    const order = await arrived()
    await settleDue(t)
    const parties = partiesOf(order)
    const whole = { supplier: await has(parties.supplierId), streamer: await has(parties.streamerId) }
    const right = {
      supplier: await has(partiesOf(twin).supplierId),
      streamer: await has(partiesOf(twin).streamerId),
    }
    const tooMuch = { supplier: whole.supplier - right.supplier, streamer: whole.streamer - right.streamer }
    const owing = Object.entries(tooMuch).filter(([, fen]) => fen > 0n)
    expect(owing.map(([role]) => role)).toEqual(debtors)

    const paidOut = await payAllOut(parties)
    expect(paidOut.get(parties.supplierId)).toBe(whole.supplier)
    expect([await has(parties.supplierId), await readBalance(t.db, sent(parties.supplierId))]).toEqual([
      0n,
      0n,
    ])
    await downgrade(order, reason)
    expect({ supplier: await owes(parties.supplierId), streamer: await owes(parties.streamerId) }).toEqual(
      tooMuch,
    )
    const [refund] = await readRefunds(t.db, order.orderId)
    expect(refund).toMatchObject({ state: 'succeeded', amountFen: LESS, goodsKept: true })
    expect(refund?.claws.reduce((sum, claw) => sum + claw.amountFen, 0n)).toBe(LESS)

    await arrived(parties)
    await settleDue(t)
    expect({ supplier: await owes(parties.supplierId), streamer: await owes(parties.streamerId) }).toEqual({
      supplier: 0n,
      streamer: 0n,
    })
    expect({ supplier: await has(parties.supplierId), streamer: await has(parties.streamerId) }).toEqual(
      right,
    )
    const { rows } = await t.owner.query(`SELECT DISTINCT source FROM receivable_recovery`)
    expect(rows).toEqual([{ source: 'available' }])
    expect((await proveLedger(t.db)).disagreement).toBeNull()
  },
)
