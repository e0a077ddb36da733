import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'

/** In whose name a piece is looked for. */
export type CandidateSide = { supplierId: string } | { streamerId: string } | 'platform'

export interface Candidate {
  itemId: string
  sku: string
  title: string
  priceFen: bigint
  state: string
  supplierName: string
  /** Why it may be the one, the strongest first. */
  reasons: ('code' | 'holds' | 'title' | 'price' | 'shortlist')[]
}

const MOST_CANDIDATES = 8

/** Pieces that the goods may be: such as their streamer holds, held within a month, or has on his list. */
export async function suggestItems(
  db: Db,
  { listingId, side }: { listingId: string; side: CandidateSide },
): Promise<Candidate[]> {
  const { rows } = await sql<
    Omit<Candidate, 'reasons'> & Record<'code' | 'holds' | 'sameTitle' | 'price' | 'listed', boolean>
  >`
    SELECT item.id AS item_id, item.supplier_sku AS sku, item.title, item.price_fen, item.state, party.name AS supplier_name,
      listing.outer_code <> '' AND item.supplier_sku = listing.outer_code AS code,
      item.title = listing.title AS same_title, item.price_fen = listing.price_fen AS price,
      EXISTS (SELECT FROM live_hold WHERE live_hold.item_id = item.id AND live_hold.streamer_id = listing.streamer_id AND live_hold.state = 'active') AS holds,
      EXISTS (SELECT FROM pick WHERE pick.item_id = item.id AND pick.streamer_id = listing.streamer_id) AS listed
    FROM channel_listing AS listing
    JOIN (${knownToStreamer}) AS known ON known.streamer_id = listing.streamer_id
    JOIN item ON item.id = known.item_id
    JOIN party ON party.id = item.supplier_id
    WHERE listing.id = ${listingId} AND ${visibleTo(side)}
    ORDER BY code DESC, holds DESC, same_title DESC, price DESC, item.id
    LIMIT ${MOST_CANDIDATES}
  `.execute(db)
  return rows.map(({ code, holds, sameTitle, price, listed, ...item }) => ({
    ...item,
    reasons: [
      ...(code ? (['code'] as const) : []),
      ...(holds ? (['holds'] as const) : []),
      ...(sameTitle ? (['title'] as const) : []),
      ...(price ? (['price'] as const) : []),
      ...(listed ? (['shortlist'] as const) : []),
    ],
  }))
}

/** Whether this side may say that goods of this streamer are this piece. The platform may say so of any. */
export async function isCandidate(
  db: Db,
  { itemId, streamerId, by }: { itemId: string; streamerId: string | null; by: CandidateSide },
): Promise<boolean> {
  if (by !== 'platform' && 'streamerId' in by && by.streamerId !== streamerId) return false
  const { rows } = await sql`
    SELECT FROM item WHERE item.id = ${itemId} AND ${visibleTo(by)} AND ${
      by === 'platform'
        ? sql`true`
        : sql`EXISTS (SELECT FROM (${knownToStreamer}) AS known WHERE known.streamer_id = ${streamerId} AND known.item_id = item.id)`
    }
  `.execute(db)
  return rows.length === 1
}

/** What a streamer had to do with: his holds of the last month, and his list. */
export const knownToStreamer: RawBuilder<unknown> = sql`
  SELECT live_hold.streamer_id, live_hold.item_id FROM live_hold WHERE live_hold.created_at > app_now() - interval '31 days'
  UNION
  SELECT pick.streamer_id, pick.item_id FROM pick
`

function visibleTo(side: CandidateSide): RawBuilder<boolean> {
  if (side === 'platform' || 'streamerId' in side) return sql<boolean>`true`
  return sql<boolean>`item.supplier_id = ${side.supplierId}`
}
