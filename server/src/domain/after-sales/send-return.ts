import type { Db } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { moveAfterSale, requireState } from './after-sale-store.ts'
import { asBuyer, BUYER, type ByLink } from './as-buyer.ts'

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
