import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

export interface BlockStreamer {
  supplierId: string
  streamerId: string
  /** For the supplier's own memory; the streamer does not read it. */
  reason: string
}

/** From now on no plan of the supplier applies to the streamer; what he holds keeps its terms. Throws `not_found`. */
export async function blockStreamer(deps: { db: Db }, block: BlockStreamer): Promise<void> {
  await deps.db.transaction().execute(async trx => {
    const streamer = await trx
      .selectFrom('party')
      .select('id')
      .where('id', '=', block.streamerId)
      .where('kind', '=', 'streamer')
      .executeTakeFirst()
    if (!streamer) throw new DomainError('not_found', { what: 'streamer' })
    await trx
      .insertInto('streamerBlock')
      .values(block)
      .onConflict(conflict =>
        conflict.columns(['supplierId', 'streamerId']).doUpdateSet({ reason: block.reason }),
      )
      .execute()
  })
}

/** Lets the streamer in again; one who is not blocked stays so. */
export async function unblockStreamer(
  deps: { db: Db },
  { supplierId, streamerId }: Omit<BlockStreamer, 'reason'>,
): Promise<void> {
  await deps.db
    .deleteFrom('streamerBlock')
    .where('supplierId', '=', supplierId)
    .where('streamerId', '=', streamerId)
    .execute()
}

const MOST_LISTED = 500

export async function listBlocks(db: Db, { supplierId }: { supplierId: string }) {
  return db
    .selectFrom('streamerBlock')
    .innerJoin('party', 'party.id', 'streamerBlock.streamerId')
    .select(['streamerId', 'party.name as streamerName', 'reason', 'streamerBlock.createdAt'])
    .where('supplierId', '=', supplierId)
    .orderBy('streamerBlock.createdAt', 'desc')
    .limit(MOST_LISTED)
    .execute()
}
