import type { Db } from '#db/database.ts'
import { eachInTurn } from '#domain/each-in-turn.ts'
import type { ChannelGateway } from '#gateways/channel.ts'
import { sql } from 'kysely'

interface Closing {
  listingId: string
  closeNo: string
  goodsNo: string
  skuNo: string
}

/**
 * Takes goods off the channel whose piece is gone from here, and keeps its answer. What was asked before is asked again by the
 * same number, after the others: goods that get no answer keep none of them waiting. The failures are thrown together at the end.
 */
export async function closeDueListings(
  { db, channel }: { db: Db; channel: ChannelGateway },
  { limit }: { limit: number },
): Promise<number> {
  const closing = await takeClosing(db, { channel: channel.channel, limit })
  await eachInTurn(closing, listing => close({ db, channel }, listing), 'listings could not be closed')
  return closing.length
}

/** Those who wait longest for an answer, each marked as asked, and none that another run takes at this moment. */
async function takeClosing(
  db: Db,
  { channel, limit }: { channel: string; limit: number },
): Promise<Closing[]> {
  const { rows } = await sql<Closing>`
    UPDATE channel_listing SET asked_at = app_now() WHERE id = ANY(ARRAY(
      SELECT id FROM channel_listing WHERE channel = ${channel} AND state = 'closing'
      ORDER BY asked_at NULLS FIRST, created_at
      LIMIT ${limit}
      FOR UPDATE SKIP LOCKED
    ))
    RETURNING id AS listing_id, close_no, goods_no, sku_no
  `.execute(db)
  return rows
}

async function close(
  { db, channel }: { db: Db; channel: ChannelGateway },
  { listingId, closeNo, goodsNo, skuNo }: Closing,
): Promise<void> {
  const answer = await channel.unlist({ requestNo: closeNo, goodsNo, skuNo })
  await db
    .updateTable('channelListing')
    .set(
      answer.outcome === 'off'
        ? { state: 'closed', answer: null, closedAt: sql<Date>`app_now()` }
        : { state: 'refused', answer: answer.reason.slice(0, 200) },
    )
    .where('id', '=', listingId)
    .where('closeNo', '=', closeNo)
    .where('state', '=', 'closing')
    .execute()
}
