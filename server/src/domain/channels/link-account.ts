import type { Channel } from '@haowu/shared/channel-orders.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { announce } from '#domain/outbox/announce.ts'

export interface LinkAccount {
  channel: Channel
  accountNo: string
  streamerId: string
  actor: string
}

/**
 * A streamer sells on a channel under this number; what waited for that is tried again. Said by the platform alone: whoever could name any number as
 * his own would earn from another's sales. Throws `not_found`, and `channel_mapped` for a number that is another's.
 */
export async function linkAccount({ db }: { db: Db }, { actor, ...link }: LinkAccount): Promise<void> {
  await db.transaction().execute(async trx => {
    const streamer = await trx
      .selectFrom('party')
      .select('id')
      .where('id', '=', link.streamerId)
      .where('kind', '=', 'streamer')
      .executeTakeFirst()
    if (!streamer) throw new DomainError('not_found', { what: 'streamer' })
    const opened = await trx
      .insertInto('channelAccount')
      .values(link)
      .onConflict(conflict => conflict.columns(['channel', 'accountNo']).doNothing())
      .returning('id')
      .executeTakeFirst()
    const { id, streamerId } = await trx
      .selectFrom('channelAccount')
      .select(['id', 'streamerId'])
      .where('channel', '=', link.channel)
      .where('accountNo', '=', link.accountNo)
      .executeTakeFirstOrThrow()
    if (streamerId !== link.streamerId) throw new DomainError('channel_mapped', { accountNo: link.accountNo })
    if (!opened) return
    await recordAct(trx, {
      actor,
      action: 'channel_account_linked',
      subjectType: 'channel_account',
      subjectId: id,
      facts: { channel: link.channel, streamerId },
    })
    const again = await trx
      .updateTable('channelMessage')
      .set({ state: 'waiting', reason: null, tries: 0, nextAt: sql<Date>`app_now()` })
      .where('state', '=', 'stuck')
      .where('reason', '=', 'streamer_unknown')
      .where(sql<boolean>`body ->> 'distributorId' = ${link.accountNo}`)
      .returning('id')
      .execute()
    for (const { id: messageId } of again.slice(0, 1))
      await announce(trx, 'channel_told', { key: `channel_account:${id}`, payload: { messageId } })
  })
}
