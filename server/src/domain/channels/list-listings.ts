import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { type CandidateSide, knownToStreamer } from './suggest-items.ts'

export interface ListingRow {
  listingId: string
  goodsNo: string
  skuNo: string
  title: string
  outerCode: string
  priceFen: bigint
  streamerName: string | null
  /** Orders that wait until somebody says which piece it is. */
  waiting: number
  itemId: string | null
  itemTitle: string | null
  itemSku: string | null
  state: string
  answer: string | null
  createdAt: Date
}

export interface ListingQuery {
  side: CandidateSide
  mapped: boolean
  cursor?: string | undefined
  limit: number
}

/**
 * Goods of channels, newest first, one more than `limit`: those nobody has named yet, or those that are known. A supplier sees what may be a piece
 * of his own, a streamer what he sells.
 */
export async function listListings(
  db: Db,
  { side, mapped, cursor, limit }: ListingQuery,
): Promise<ListingRow[]> {
  const after = cursor === undefined ? sql`true` : sql`listing.id < ${cursor}`
  const { rows } = await sql<ListingRow>`
    SELECT listing.id AS listing_id, listing.goods_no, listing.sku_no, listing.title, listing.outer_code, listing.price_fen,
      party.name AS streamer_name, item.id AS item_id, item.title AS item_title, item.supplier_sku AS item_sku, listing.state,
      listing.answer, listing.created_at,
      (SELECT count(*)::int FROM channel_message WHERE listing_id = listing.id AND channel_message.state = 'unmapped') AS waiting
    FROM channel_listing AS listing
    LEFT JOIN party ON party.id = listing.streamer_id
    LEFT JOIN item ON item.id = listing.item_id
    WHERE (listing.item_id IS NOT NULL) = ${mapped} AND ${seenBy(side)} AND ${after}
    ORDER BY listing.id DESC LIMIT ${limit + 1}
  `.execute(db)
  return rows
}

/** Whether this side may see these goods at all. */
export async function isListingSeen(
  db: Db,
  { listingId, side }: { listingId: string; side: CandidateSide },
): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM channel_listing AS listing LEFT JOIN item ON item.id = listing.item_id
    WHERE listing.id = ${listingId} AND ${seenBy(side)}
  `.execute(db)
  return rows.length === 1
}

function seenBy(side: CandidateSide): RawBuilder<unknown> {
  if (side === 'platform') return sql`true`
  if ('streamerId' in side) return sql`listing.streamer_id = ${side.streamerId}`
  return sql`(item.supplier_id = ${side.supplierId} OR (listing.item_id IS NULL AND EXISTS (
    SELECT FROM (${knownToStreamer}) AS known JOIN item AS own ON own.id = known.item_id
    WHERE known.streamer_id = listing.streamer_id AND own.supplier_id = ${side.supplierId})))`
}
