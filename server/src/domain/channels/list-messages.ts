import type { ChannelMessageState } from '@haowu/shared/channel-orders.ts'
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { recordAct } from '#domain/audit-log.ts'
import { announce } from '#domain/outbox/announce.ts'

export interface MessageRow {
  messageId: string
  orderNo: string
  source: 'push' | 'pull' | 'api' | 'file'
  partyName: string | null
  state: ChannelMessageState
  reason: string | null
  tries: number
  title: string
  status: number
  totalFen: bigint
  refundedFen: bigint
  distributorId: string | null
  receivedAt: Date
}

/** Messages in these states, newest first, one more than `limit`. */
export async function listMessages(
  db: Db,
  {
    states,
    cursor,
    limit,
  }: { states: readonly ChannelMessageState[]; cursor?: string | undefined; limit: number },
): Promise<MessageRow[]> {
  const after =
    cursor === undefined
      ? sql`true`
      : sql`(message.received_at, message.id) < ((SELECT received_at FROM channel_message WHERE id = ${cursor}), ${cursor}::uuid)`
  const { rows } = await sql<MessageRow>`
    SELECT message.id AS message_id, message.order_no, source, party.name AS party_name, message.state, reason, tries,
      body ->> 'itemTitle' AS title, (body ->> 'status')::int AS status, (body ->> 'totalFee')::bigint AS total_fen,
      (body ->> 'refundFee')::bigint AS refunded_fen, body ->> 'distributorId' AS distributor_id, received_at
    FROM channel_message AS message LEFT JOIN party ON party.id = message.party_id
    WHERE message.state = ANY (${[...states]}::text[]) AND ${after}
    ORDER BY message.received_at DESC, message.id DESC LIMIT ${limit + 1}
  `.execute(db)
  return rows
}

interface Act {
  messageId: string
  actor: string
}

/** Tries a message again that waits for a person. Throws `not_found` when it does not. */
export async function retryMessage({ db }: { db: Db }, { messageId, actor }: Act): Promise<void> {
  await db.transaction().execute(async trx => {
    const again = await trx
      .updateTable('channelMessage')
      .set({ state: 'waiting', reason: null, tries: 0, nextAt: sql<Date>`app_now()` })
      .where('id', '=', messageId)
      .where('state', '=', 'stuck')
      .returning('id')
      .executeTakeFirst()
    if (!again) throw new DomainError('not_found', { what: 'message' })
    await announce(trx, 'channel_told', {
      key: `channel_message:${messageId}:retry:${randomUUID()}`,
      payload: { messageId },
    })
    await recordAct(trx, {
      actor,
      action: 'channel_message_retried',
      subjectType: 'channel_message',
      subjectId: messageId,
    })
  })
}

/** Nothing comes of a message that waits for a person; a newer one of the same order still counts. Throws `not_found` when it does not wait. */
export async function discardMessage({ db }: { db: Db }, { messageId, actor }: Act): Promise<void> {
  await db.transaction().execute(async trx => {
    const discarded = await trx
      .updateTable('channelMessage')
      .set({ state: 'discarded', endedAt: sql<Date>`app_now()` })
      .where('id', '=', messageId)
      .where('state', 'in', ['stuck', 'unmapped'])
      .returning('reason')
      .executeTakeFirst()
    if (!discarded) throw new DomainError('not_found', { what: 'message' })
    await recordAct(trx, {
      actor,
      action: 'channel_message_discarded',
      subjectType: 'channel_message',
      subjectId: messageId,
      facts: { reason: discarded.reason },
    })
  })
}
