import type { Database, Db, Transaction } from '#db/database.ts'
import { findOrderByLink } from '#domain/orders/find-order-by-link.ts'
import { unblockOrder } from '#domain/orders/block-order.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import {
  type LockedAfterSale,
  lockAfterSale,
  moveAfterSale,
  requireState,
  type Said,
} from './after-sale-store.ts'
import { refundAfterSale } from './refund-after-sale.ts'

export interface ByLink {
  linkToken: string
  afterSaleId: string
}

const BUYER = { side: 'buyer', actor: 'buyer' } as const

/** The buyer takes what the supplier offered; the goods stay with him. Throws `not_found`, `after_sale_state {state}`. */
export async function acceptOffer({ db }: { db: Db }, input: ByLink): Promise<void> {
  await asBuyer(db, input, async (trx, locked) => {
    const found = requireState(locked, ['offered'])
    const amountFen = found.agreedFen ?? found.askedFen
    await refundAfterSale(trx, found, { amountFen, goodsKept: true, said: BUYER })
  })
}

/** The buyer asks the platform to rule on what was refused or offered. Throws `not_found`, `after_sale_state {state}`. */
export async function escalateAfterSale(
  { db }: { db: Db },
  { words, photoKeys, ...input }: ByLink & { words: string; photoKeys: string[] },
): Promise<void> {
  await asBuyer(db, input, async (trx, locked) => {
    const found = requireState(locked, ['offered', 'refused'])
    await moveAfterSale(trx, found, { to: 'disputed', said: { ...BUYER, words, photoKeys } })
  })
}

/** The buyer gives it up; what the order earns can be settled again. Throws `not_found`, `after_sale_state {state}`. */
export async function withdrawAfterSale({ db }: { db: Db }, input: ByLink): Promise<void> {
  await asBuyer(db, input, async (trx, locked) => {
    if (locked.state === 'closed') return
    const found = requireState(locked, ['requested', 'offered', 'refused', 'returning', 'disputed'])
    await closeAfterSale(trx, found, BUYER)
  })
}

/** The goods are on their way back. The same parcel told twice is no second one. Throws `not_found`, `after_sale_state {state}`. */
export async function sendReturn(
  { db }: { db: Db },
  { carrier, trackingNo, ...input }: ByLink & { carrier: string; trackingNo: string },
): Promise<void> {
  await asBuyer(db, input, async (trx, locked) => {
    if (locked.state === 'in_return') return
    const found = requireState(locked, ['returning'])
    const { value: days } = await readRule(trx, 'after_sale_days')
    await moveAfterSale(trx, found, {
      to: 'in_return',
      hours: days.transitDays * 24,
      said: { ...BUYER, facts: { carrier, trackingNo } },
      set: { returnCarrier: carrier, returnTrackingNo: trackingNo },
    })
  })
}

/** Ends without money going anywhere. */
export async function closeAfterSale<
  State extends 'requested' | 'offered' | 'refused' | 'returning' | 'disputed',
>(trx: Transaction<Database>, found: LockedAfterSale & { state: State }, said: Said): Promise<void> {
  await moveAfterSale<'requested' | 'offered' | 'refused' | 'returning' | 'disputed'>(trx, found, {
    to: 'closed',
    said,
    set: { ruling: null, ruledBy: null },
  })
  await unblockOrder(trx, { orderId: found.orderId, cause: 'after_sale', refId: found.id })
}

async function asBuyer(
  db: Db,
  { linkToken, afterSaleId }: ByLink,
  act: (trx: Transaction<Database>, found: LockedAfterSale) => Promise<void>,
): Promise<void> {
  const { orderId } = await findOrderByLink(db, { linkToken })
  await db.transaction().execute(async trx => act(trx, await lockAfterSale(trx, { afterSaleId, orderId })))
}
