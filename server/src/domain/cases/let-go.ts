import type { Database, Transaction } from '#db/database.ts'
import { freeLostLoan } from '#domain/custody/settle-lost-loan.ts'
import { releaseForCase } from '#domain/deposits/release-for-case.ts'
import { unblockOrder } from '#domain/orders/block-order.ts'
import type { StoredCase } from './case-store.ts'

/** Gives back what a case that ends without a penalty had set aside, also for the loan it is about, and lets its order be settled. */
export async function letGo(
  trx: Transaction<Database>,
  { id, orderId }: Pick<StoredCase, 'id' | 'orderId'>,
): Promise<void> {
  await releaseForCase(trx, { caseId: id })
  await freeLostLoan(trx, id)
  if (orderId !== null) await unblockOrder(trx, { orderId, cause: 'case', refId: id })
}
