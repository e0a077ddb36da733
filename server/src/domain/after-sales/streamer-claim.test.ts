import { buildPaidOrder, checkoutDeps, type PaidOrder } from '@haowu/server/test/build-sale.ts'
import { letParcelArrive } from '@haowu/server/test/let-parcel-arrive.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import type { AfterSaleKind } from '@haowu/shared/after-sales.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { available, pending, receivable } from '#domain/ledger/accounts.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { settleDue } from '#domain/settlement/settle-due.ts'
import { splitDue } from '#domain/settlement/split-due.ts'
import { acceptOffer } from './accept-offer.ts'
import { answerAfterSale } from './answer-after-sale.ts'
import { escalateAfterSale } from './escalate-after-sale.ts'
import { inspectReturn } from './inspect-return.ts'
import { mindAfterSales } from './mind-after-sales.ts'
import { receiveReturn } from './receive-return.ts'
import { requestAfterSale } from './request-after-sale.ts'
import { ruleAfterSale } from './rule-after-sale.ts'
import { sendReturn } from './send-return.ts'

const PRICE = 150_000n

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

interface Claimed extends PaidOrder {
  afterSaleId: string
}

/** A buyer who says that the streamer promised more than the report, once everybody could have earned from the order. */
async function claimed(kind: AfterSaleKind, isSettled: boolean): Promise<Claimed> {
  const order = await buildPaidOrder(t, checkoutDeps(t), { priceFen: PRICE })
  await splitDue(t)
  await letParcelArrive(t.db, order)
  if (isSettled) await settleDue(t)
  const { linkToken } = order
  const wish = { kind, reason: 'streamer_claim', words: '主播说电池没换过' } as const
  return { ...order, ...(await requestAfterSale(t, { linkToken, ...wish, photoKeys: [] })) }
}

const bySupplier = ({ afterSaleId, sale }: Claimed) => ({
  afterSaleId,
  supplierId: sale.item.supplierId,
  actor: 'user:s',
})
const clock = async ({ afterSaleId }: Claimed) => {
  await sql`UPDATE after_sale SET due_at = app_now() WHERE id = ${afterSaleId}`.execute(t.db)
  await mindAfterSales(t)
}
const agree = (order: Claimed) => answerAfterSale(t, { ...bySupplier(order), answer: 'agree' })

async function sendBack(order: Claimed): Promise<void> {
  const { linkToken, afterSaleId } = order
  await sendReturn(t, {
    linkToken,
    afterSaleId,
    carrier: 'sf',
    trackingNo: `SF${afterSaleId.slice(-12).toUpperCase()}`,
  })
  await receiveReturn(t, bySupplier(order))
}

async function foundAsSent(order: Claimed): Promise<void> {
  const { identity } = await t.db
    .selectFrom('item')
    .select('identity')
    .where('id', '=', order.sale.item.itemId)
    .executeTakeFirstOrThrow()
  await inspectReturn(t, { ...bySupplier(order), identity, outcome: 'as_sent', words: '' })
}

async function rule(order: Claimed, sendsBack: boolean): Promise<void> {
  const { linkToken, afterSaleId } = order
  await answerAfterSale(t, { ...bySupplier(order), answer: 'refuse', words: '报告如实' })
  await escalateAfterSale(t, { linkToken, afterSaleId, words: '请看回放', photoKeys: [] })
  const ruling = {
    amountFen: PRICE,
    sendsBack,
    fault: 'streamer',
    words: '主播说错',
    actor: 'user:o',
  } as const
  await ruleAfterSale(t, { afterSaleId, ...ruling })
}

/** What a party has of its earnings, less what it owes. */
async function worth(partyId: string): Promise<bigint> {
  const [has, waits, owes] = await Promise.all(
    [available(partyId), pending(partyId), receivable(partyId)].map(account => readBalance(t.db, account)),
  )
  return (has ?? 0n) + (waits ?? 0n) - (owes ?? 0n)
}

async function bookedFault({ orderId, afterSaleId }: Claimed): Promise<[string, string]> {
  const row = await t.db
    .selectFrom('refund')
    .innerJoin('afterSale', 'afterSale.refundId', 'refund.id')
    .select(['refund.fault as booked', 'afterSale.fault'])
    .where('refund.orderId', '=', orderId)
    .where('afterSale.id', '=', afterSaleId)
    .executeTakeFirstOrThrow()
  return [row.booked, row.fault]
}

const AGREEMENTS: [how: string, kind: AfterSaleKind, act: (order: Claimed) => Promise<void>][] = [
  ['the supplier agrees', 'refund_only', agree],
  ['the supplier is silent', 'refund_only', clock],
  [
    'the buyer takes an offer',
    'refund_only',
    async order => {
      const offer = { answer: 'offer', amountFen: PRICE - 1n, words: '补偿' } as const
      await answerAfterSale(t, { ...bySupplier(order), ...offer })
      await acceptOffer(t, order)
    },
  ],
  [
    'it comes back as it was sent',
    'return',
    async order => {
      await agree(order)
      await sendBack(order)
      await foundAsSent(order)
    },
  ],
  [
    'it comes back and nobody inspects it',
    'return',
    async order => {
      await agree(order)
      await sendBack(order)
      await clock(order)
    },
  ],
]

describe.each([
  ['before', false],
  ['after', true],
])(
  'what a buyer says of the streamer costs him no more than his commission %s settlement',
  (_, isSettled) => {
    test.each(AGREEMENTS)('when %s and nobody ruled', async (_how, kind, act) => {
      const order = await claimed(kind, isSettled)
      const { streamerId } = order.sale.room
      expect(await worth(streamerId)).toBeGreaterThan(0n)
      await act(order)
      expect(await worth(streamerId)).toBeGreaterThanOrEqual(0n)
      expect(await readBalance(t.db, receivable(streamerId))).toBe(0n)
      expect(await bookedFault(order)).toEqual(['none', 'none'])
      expect((await proveLedger(t.db)).disagreement).toBeNull()
    })
  },
)

test.each([
  ['and the buyer keeps the piece', 'refund_only', async () => {}],
  [
    'and the piece has come back as it was sent',
    'return',
    async (order: Claimed) => {
      await sendBack(order)
      await foundAsSent(order)
    },
  ],
] as const)('the streamer is at fault once an operator ruled so %s', async (_, kind, act) => {
  const order = await claimed(kind, false)
  await rule(order, kind === 'return')
  await act(order)
  expect(await bookedFault(order)).toEqual(['streamer', 'streamer'])
})
