import type { Database, Transaction } from '#db/database.ts'

/**
 * True for the first receiver of this key and false ever after. Call it first in the transaction of the effect: a second
 * receiver waits for the first one's commit, and an effect that is rolled back may be received again.
 */
export async function receiveOnce(trx: Transaction<Database>, key: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('inbox')
    .values({ key })
    .onConflict(conflict => conflict.column('key').doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}
