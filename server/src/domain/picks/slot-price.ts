import type { Fen } from '@haowu/shared/money.ts'
import type { Database, Transaction } from '#db/database.ts'

/** What a held piece is sold for in its room, where the streamer changed the price; undefined for the list price. */
export async function readSlotPrice(
  trx: Transaction<Database>,
  liveHoldId: string,
): Promise<Fen | undefined> {
  const slot = await trx
    .selectFrom('slot')
    .select('priceFen')
    .where('holdId', '=', liveHoldId)
    .executeTakeFirst()
  return slot?.priceFen ?? undefined
}
