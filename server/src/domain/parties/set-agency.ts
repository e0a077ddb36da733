import type { Database, Transaction } from '#db/database.ts'

/** Whom a streamer works with from this moment on; what is held or sold already keeps the agency of its terms. */
export async function setAgency(
  trx: Transaction<Database>,
  { streamerId, agencyId }: { streamerId: string; agencyId: string | null },
): Promise<void> {
  await trx
    .updateTable('party')
    .set({ agencyId })
    .where('id', '=', streamerId)
    .where('kind', '=', 'streamer')
    .execute()
}
