import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { announce } from '#domain/outbox/announce.ts'
import { type CandidateSide, isCandidate } from './suggest-items.ts'

export interface MapListing {
  listingId: string
  itemId: string
  /** Who says it: a supplier of his own piece, a streamer of what he sells, or the platform. */
  by: CandidateSide
  actor: string
}

/**
 * Says which of our pieces goods of a channel are; from then on every order of them is known, those that waited first. Supplier and streamer
 * may name only a piece that this streamer holds, held or shortlisted: nobody takes over another's sale by a title. The same again is
 * once. Throws `not_found`, and `channel_mapped` when the goods are known as another piece.
 */
export async function mapListing({ db }: { db: Db }, wish: MapListing): Promise<{ released: number }> {
  return db.transaction().execute(async trx => {
    const listing = await lockListing(trx, wish.listingId)
    if (!listing) throw new DomainError('not_found', { what: 'listing' })
    if (!(await isCandidate(trx, { ...wish, streamerId: listing.streamerId })))
      throw new DomainError('not_found', { what: 'item' })
    if (listing.itemId === wish.itemId) return { released: 0 }
    if (listing.itemId !== null) throw new DomainError('channel_mapped', { listingId: wish.listingId })
    await trx
      .updateTable('channelListing')
      .set({ itemId: wish.itemId, mappedBy: wish.actor, mappedAt: sql<Date>`app_now()` })
      .where('id', '=', wish.listingId)
      .execute()
    await recordAct(trx, {
      actor: wish.actor,
      action: 'channel_listing_mapped',
      subjectType: 'channel_listing',
      subjectId: wish.listingId,
      facts: { itemId: wish.itemId },
    })
    return { released: await releaseWaiting(trx, wish.listingId) }
  })
}

async function lockListing(trx: Transaction<Database>, listingId: string) {
  return trx
    .selectFrom('channelListing')
    .select(['itemId', 'streamerId'])
    .where('id', '=', listingId)
    .forUpdate()
    .executeTakeFirst()
}

async function releaseWaiting(trx: Transaction<Database>, listingId: string): Promise<number> {
  const released = await trx
    .updateTable('channelMessage')
    .set({ state: 'waiting', tries: 0, nextAt: sql<Date>`app_now()` })
    .where('listingId', '=', listingId)
    .where('state', '=', 'unmapped')
    .returning('id')
    .execute()
  const [first] = released
  if (first)
    await announce(trx, 'channel_told', {
      key: `channel_listing:${listingId}:mapped`,
      payload: { messageId: first.id },
    })
  return released.length
}
