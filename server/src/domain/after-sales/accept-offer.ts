import type { Db } from '#db/database.ts'
import { requireState } from './after-sale-store.ts'
import { asBuyer, BUYER, type ByLink } from './as-buyer.ts'
import { refundAfterSale } from './refund-after-sale.ts'

/** The buyer takes what the supplier offered; the goods stay with him. Throws `not_found`, `after_sale_state {state}`. */
export async function acceptOffer({ db }: { db: Db }, input: ByLink): Promise<void> {
  await asBuyer(db, input, async (trx, locked) => {
    const found = requireState(locked, ['offered'])
    const amountFen = found.agreedFen ?? found.askedFen
    await refundAfterSale(trx, found, { amountFen, goodsKept: true, said: BUYER })
  })
}
