import { AFTER_SALE_LIMITS, type AfterSaleKind, type AfterSaleReason } from '@haowu/shared/after-sales.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { blockOrder } from '#domain/orders/block-order.ts'
import { hashLinkToken } from '#domain/orders/link-token.ts'
import { readRules } from '#domain/rules/read-rules.ts'
import { FAULT_OF_REASON } from './after-sale.ts'
import { dueIn, insertEvent } from './after-sale-store.ts'

export interface RequestAfterSale {
  linkToken: string
  kind: AfterSaleKind
  reason: AfterSaleReason
  amountFen?: bigint | undefined
  words: string
  photoKeys: string[]
}

/**
 * A buyer asks for his money, or a part of it, by the link of his order. From then on the order is not settled, and the
 * supplier has hours to answer; who does not answer has agreed. Asked again while one is open, it answers that one.
 *
 * Before shipping all of it is asked for, and nothing can come back. Throws `not_found`, `order_state {state}`, `refund_exceeds
 * {leftFen}`, `after_sale_window {days, rule, version}` once the days of the reason are over, and `limit_reached`.
 */
export async function requestAfterSale(
  { db }: { db: Db },
  request: RequestAfterSale,
): Promise<{ afterSaleId: string; no: string }> {
  return db.transaction().execute(async trx => {
    const order = await lockBuyersOrder(trx, request.linkToken)
    const known = await trx
      .selectFrom('afterSale')
      .select(['id', 'no', 'endedAt'])
      .where('orderId', '=', order.orderId)
      .execute()
    const open = known.find(({ endedAt }) => endedAt === null)
    if (open) return { afterSaleId: open.id, no: open.no }
    if (known.length >= AFTER_SALE_LIMITS.perOrder)
      throw new DomainError('limit_reached', { what: 'after_sales', limit: AFTER_SALE_LIMITS.perOrder })
    await refuseLate(trx, order, request.reason)
    return insertRequest(trx, order, { ...request, ...termsOf(order, request) })
  })
}

type BuyersOrder = Awaited<ReturnType<typeof lockBuyersOrder>>

async function lockBuyersOrder(trx: Transaction<Database>, linkToken: string) {
  const order = await trx
    .selectFrom('orders')
    .select(['id as orderId', 'no as orderNo', 'state', 'supplierId', 'paidFen', 'refundedFen'])
    .select(
      sql<number>`coalesce(business_day(app_now()) - business_day(received_at), 0)`.as('daysSinceReceipt'),
    )
    .where('linkTokenHash', '=', hashLinkToken(linkToken))
    .forUpdate()
    .executeTakeFirst()
  if (!order) throw new DomainError('not_found')
  const { state } = order
  if (!['paid', 'shipped', 'received', 'completed'].includes(state))
    throw new DomainError('order_state', { state })
  return order
}

/** Days run from the day after the receipt; before it nothing is late. */
async function refuseLate(
  trx: Transaction<Database>,
  { daysSinceReceipt }: BuyersOrder,
  reason: AfterSaleReason,
): Promise<void> {
  const { after_sale_window: window } = await readRules(trx, { after_sale_window: '*' })
  const days = reason === 'no_longer_wanted' ? window.value.noReasonDays : window.value.qualityDays
  if (daysSinceReceipt > days)
    throw new DomainError('after_sale_window', { days, rule: 'after_sale_window', version: window.version })
}

/** Before shipping there is nothing to send back and no part of the goods to keep: all of it, or nothing. */
function termsOf(
  { state, paidFen, refundedFen }: BuyersOrder,
  { kind, amountFen }: RequestAfterSale,
): { kind: AfterSaleKind; askedFen: bigint; goodsKept: boolean } {
  const leftFen = paidFen - refundedFen
  if (leftFen === 0n || (amountFen ?? 0n) > leftFen)
    throw new DomainError('refund_exceeds', { leftFen: leftFen.toString() })
  if (state === 'paid') return { kind: 'refund_only', askedFen: leftFen, goodsKept: false }
  if (kind === 'return') return { kind, askedFen: leftFen, goodsKept: false }
  return { kind, askedFen: amountFen ?? leftFen, goodsKept: true }
}

async function insertRequest(
  trx: Transaction<Database>,
  { orderId, orderNo, supplierId }: BuyersOrder,
  request: RequestAfterSale & { askedFen: bigint; goodsKept: boolean },
): Promise<{ afterSaleId: string; no: string }> {
  const { kind, reason, askedFen, goodsKept, words, photoKeys } = request
  const { after_sale_days: days } = await readRules(trx, { after_sale_days: '*' })
  const { id, no } = await trx
    .insertInto('afterSale')
    .values({
      no: sql`'A' || to_char(business_day(app_now()), 'YYMMDD') || '-' || upper(right(uuid_v7()::text, 8))`,
      orderId,
      supplierId,
      kind,
      reason,
      askedFen,
      goodsKept,
      fault: FAULT_OF_REASON[reason],
      dueAt: dueIn(days.value.answerHours),
    })
    .returning(['id', 'no'])
    .executeTakeFirstOrThrow()
  const said = { side: 'buyer', actor: 'buyer', words, photoKeys } as const
  await insertEvent(trx, { afterSaleId: id, fromState: null, toState: 'requested', said })
  await blockOrder(trx, { orderId, cause: 'after_sale', refId: id })
  await tellParty(trx, {
    partyId: supplierId,
    kind: 'after_sale_requested',
    key: `after_sale:${id}:requested`,
    refId: id,
    facts: { no, orderNo, amountFen: askedFen.toString(), hours: days.value.answerHours },
  })
  return { afterSaleId: id, no }
}
