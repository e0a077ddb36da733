import type { Database, Transaction } from '#db/database.ts'
import { sql } from 'kysely'
import type { StoredMessage } from './message-store.ts'

export interface KnownListing {
  listingId: string
  itemId: string | null
}

/** The goods of a message as we know them; the first message names them, and a later one may say who sells them. */
export async function takeListing(
  trx: Transaction<Database>,
  { channel, body }: StoredMessage,
  streamerId: string | null,
): Promise<KnownListing> {
  const { rows } = await sql<KnownListing>`
    INSERT INTO channel_listing (channel, goods_no, sku_no, title, outer_code, price_fen, streamer_id)
    VALUES (${channel}, ${body.itemId}, ${body.skuId}, ${body.itemTitle}, ${body.relSkuCode}, greatest(1, ${body.totalFee - body.expressFee}::bigint), ${streamerId})
    ON CONFLICT (channel, goods_no, sku_no) DO UPDATE
      SET streamer_id = coalesce(channel_listing.streamer_id, excluded.streamer_id)
    RETURNING id AS listing_id, item_id
  `.execute(trx)
  const [listing] = rows
  if (!listing) throw new Error('the goods were not kept')
  return listing
}

/** Who sells there under this number; null for a stranger. */
export async function findStreamer(
  trx: Transaction<Database>,
  { channel, source, partyId, body }: StoredMessage,
): Promise<string | null> {
  if (source === 'file') return partyId
  if (body.distributorId === null) return null
  const row = await trx
    .selectFrom('channelAccount')
    .select('streamerId')
    .where('channel', '=', channel)
    .where('accountNo', '=', body.distributorId)
    .executeTakeFirst()
  return row?.streamerId ?? null
}
