import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'

export interface Blocking {
  orderId: string
  cause: 'case' | 'after_sale' | 'report_revoked' | 'risk' | 'channel_unconfirmed'
  /** The row that blocks, and that unblocks. */
  refId: string
}

/** Keeps the order from being settled until the same cause lets go. Said again, it changes nothing. */
export async function blockOrder(trx: Transaction<Database>, blocking: Blocking): Promise<void> {
  await trx
    .insertInto('orderBlock')
    .values(blocking)
    .onConflict(conflict => conflict.columns(['orderId', 'cause', 'refId']).doUpdateSet({ closedAt: null }))
    .execute()
}

/** Lets go of what this cause blocked; what others block stays blocked. */
export async function unblockOrder(
  trx: Transaction<Database>,
  { orderId, cause, refId }: Blocking,
): Promise<void> {
  await trx
    .updateTable('orderBlock')
    .set({ closedAt: sql<Date>`app_now()` })
    .where('orderId', '=', orderId)
    .where('cause', '=', cause)
    .where('refId', '=', refId)
    .where('closedAt', 'is', null)
    .execute()
}
