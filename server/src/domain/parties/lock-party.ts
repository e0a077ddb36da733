import type { Database, Transaction } from '#db/database.ts'

/**
 * What one party does takes turns until the end of the transaction, so that what was read of it is what is acted upon: its free
 * deposit, its balance, how many it keeps. Rows that merely refer to the party may still be written.
 */
export async function lockParty(trx: Transaction<Database>, partyId: string): Promise<void> {
  await trx.selectFrom('party').select('id').where('id', '=', partyId).forNoKeyUpdate().execute()
}
