import type { Db } from '#db/database.ts'
import type { ChannelGateway } from '#gateways/channel.ts'
import { sql } from 'kysely'

interface Closing {
  listingId: string
  goodsNo: string
  skuNo: string
}

/**
 * Takes goods off the channel whose piece is sold here, and keeps its answer. What was asked before is asked again by the same
 * number. Rejects after all others were asked when the channel gave no answer for one.
 */
export async function closeDueListings(
  { db, channel }: { db: Db; channel: ChannelGateway },
  { limit }: { limit: number },
): Promise<number> {
  const closing = await db
    .selectFrom('channelListing')
    .select(['id as listingId', 'goodsNo', 'skuNo'])
    .where('channel', '=', channel.channel)
    .where('state', '=', 'closing')
    .orderBy('createdAt')
    .limit(limit)
    .execute()
  const failures: unknown[] = []
  for (const listing of closing) await close({ db, channel }, listing).catch(error => failures.push(error))
  if (failures.length > 0) throw failures[0]
  return closing.length
}

async function close(
  { db, channel }: { db: Db; channel: ChannelGateway },
  { listingId, goodsNo, skuNo }: Closing,
): Promise<void> {
  const answer = await channel.unlist({ requestNo: listingId, goodsNo, skuNo })
  await db
    .updateTable('channelListing')
    .set(
      answer.outcome === 'off'
        ? { state: 'closed', answer: null, closedAt: sql<Date>`app_now()` }
        : { state: 'refused', answer: answer.reason.slice(0, 200) },
    )
    .where('id', '=', listingId)
    .where('state', '=', 'closing')
    .execute()
}
