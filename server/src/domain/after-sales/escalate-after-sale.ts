import type { Db } from '#db/database.ts'
import { moveAfterSale, requireState } from './after-sale-store.ts'
import { asBuyer, BUYER, type ByLink } from './as-buyer.ts'

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
