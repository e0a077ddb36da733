import type { Database, Transaction } from '#db/database.ts'
import { sql } from 'kysely'
import type { StoredMessage } from './message-store.ts'

export interface KnownListing {
  listingId: string
  itemId: string | null
}

/**
 * The goods of a message as we know them; the first message names them, and a later one may say who sells them. Where there is
 * nothing left to say of them they are only read: whoever takes a piece away locks it before its goods, and a message after them.
 * Goods without a piece are locked, so that nobody says which it is while their message turns to waiting for just that.
 */
export async function takeListing(
  trx: Transaction<Database>,
  message: StoredMessage,
  streamerId: string | null,
): Promise<KnownListing> {
  return (await findSettled(trx, message, streamerId)) ?? (await lockListing(trx, message, streamerId))
}

/** Goods whose piece is known, and who sells them too, or this message does not know it either. */
async function findSettled(
  trx: Transaction<Database>,
  { channel, body }: StoredMessage,
  streamerId: string | null,
): Promise<KnownListing | undefined> {
  const { rows } = await sql<KnownListing>`
    SELECT id AS listing_id, item_id FROM channel_listing
    WHERE channel = ${channel} AND goods_no = ${body.itemId} AND sku_no = ${body.skuId}
      AND item_id IS NOT NULL AND (streamer_id IS NOT NULL OR ${streamerId}::uuid IS NULL)
  `.execute(trx)
  return rows[0]
}

async function lockListing(
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
