import type { Db } from '#db/database.ts'
import { requireState } from './after-sale-store.ts'
import { asBuyer, BUYER, type ByLink } from './as-buyer.ts'
import { closeAfterSale } from './close-after-sale.ts'

/** The buyer gives it up; what the order earns can be settled again. Throws `not_found`, `after_sale_state {state}`. */
export async function withdrawAfterSale({ db }: { db: Db }, input: ByLink): Promise<void> {
  await asBuyer(db, input, async (trx, locked) => {
    if (locked.state === 'closed') return
    const found = requireState(locked, ['requested', 'offered', 'refused', 'returning', 'disputed'])
    await closeAfterSale(trx, found, BUYER)
  })
}
