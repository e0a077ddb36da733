import type { Db } from '#db/database.ts'
import type { Ids, Markers } from './seed-tenant.ts'

/** Goods of another platform that nobody has named yet, and an order of them that waits for a person. */
export async function seedChannel(
  db: Db,
  { streamerId = '' }: Ids,
  markers: Markers,
): Promise<{ listingId: string; messageId: string }> {
  const goodsNo = streamerId.replaceAll('-', '')
  const { id: listingId } = await db
    .insertInto('channelListing')
    .values({
      channel: 'kuaishou',
      goodsNo,
      skuNo: '',
      title: markers.streamerPublic,
      priceFen: 100n,
      streamerId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: messageId } = await db
    .insertInto('channelMessage')
    .values({
      channel: 'kuaishou',
      messageKey: goodsNo,
      source: 'file',
      partyId: streamerId,
      orderNo: goodsNo,
      version: 1n,
      body: JSON.stringify({ itemTitle: markers.streamerPublic, status: 30, totalFee: 100, refundFee: 0 }),
      state: 'stuck',
      reason: 'no_plan',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { listingId, messageId }
}
