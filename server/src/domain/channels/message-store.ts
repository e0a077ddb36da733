import { type ChannelOrderBody, type ChannelStuckReason, toldOrder } from '@haowu/shared/channel-orders.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'

export interface StoredMessage {
  messageId: string
  channel: 'kuaishou'
  source: 'push' | 'pull' | 'api' | 'file'
  partyId: string | null
  orderNo: string
  version: bigint
  body: Omit<ChannelOrderBody, 'address'>
  contactSealed: Buffer | null
}

/** Messages that are due, the longest first. */
export async function findDueMessages(db: Db, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('channelMessage')
    .select('id')
    .where('state', '=', 'waiting')
    .where('nextAt', '<=', sql<Date>`app_now()`)
    .orderBy('nextAt')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** Undefined when it is no longer waiting, or somebody else works on it. */
export async function lockMessage(
  trx: Transaction<Database>,
  messageId: string,
): Promise<StoredMessage | undefined> {
  const row = await trx
    .selectFrom('channelMessage')
    .select([
      'id as messageId',
      'channel',
      'source',
      'partyId',
      'orderNo',
      'version',
      'body',
      'contactSealed',
    ])
    .where('id', '=', messageId)
    .where('state', '=', 'waiting')
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (!row) return undefined
  return { ...row, body: toldOrder.parse(row.body) } as StoredMessage
}

export type MessageEnd =
  | { state: 'done' | 'stale' }
  | { state: 'unmapped'; listingId: string }
  | { state: 'stuck'; reason: ChannelStuckReason }
  | { state: 'waiting'; until: Date }

export async function endMessage(
  trx: Transaction<Database>,
  messageId: string,
  end: MessageEnd,
): Promise<void> {
  const isOver = end.state === 'done' || end.state === 'stale'
  await trx
    .updateTable('channelMessage')
    .set({
      state: end.state,
      reason: end.state === 'stuck' ? end.reason : null,
      ...(end.state === 'unmapped' && { listingId: end.listingId }),
      ...(end.state === 'waiting' && { nextAt: sql<Date>`${end.until}::timestamptz + interval '2 seconds'` }),
      ...(isOver && { endedAt: sql<Date>`app_now()` }),
    })
    .where('id', '=', messageId)
    .execute()
}

const MOST_TRIES = 8

/** Comes again after 5 s, 10 s, 20 s …; after the eighth time it waits for a person. */
export async function noteFailedTry(db: Db, messageId: string): Promise<void> {
  await sql`
    UPDATE channel_message SET tries = tries + 1, next_at = app_now() + least(600, 5 * 2 ^ tries) * interval '1 second',
      state = CASE WHEN tries + 1 >= ${MOST_TRIES} THEN 'stuck' ELSE state END,
      reason = CASE WHEN tries + 1 >= ${MOST_TRIES} THEN 'error' END
    WHERE id = ${messageId} AND state = 'waiting'
  `.execute(db)
}

/** Something that counts more was told of the same order: newer, and by the channel where this is only hearsay. */
export async function isOutdated(
  trx: Transaction<Database>,
  { channel, orderNo, version, source }: StoredMessage,
): Promise<boolean> {
  const isHearsay = source === 'api' || source === 'file'
  const { rows } = await sql<{ outdated: boolean }>`
    SELECT EXISTS (
      SELECT FROM channel_message WHERE channel = ${channel} AND order_no = ${orderNo} AND state <> 'discarded'
        AND CASE WHEN source IN ('push', 'pull') THEN ${isHearsay} OR version > ${version} ELSE ${isHearsay} AND version > ${version} END
    ) AS outdated
  `.execute(trx)
  return rows[0]?.outdated ?? false
}
