import type { ErrorFacts } from '@haowu/shared/errors.ts'
import type { Database, Transaction } from '#db/database.ts'
import { tellLive } from '#domain/live/tell-live.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import type { Waiting } from './wait-store.ts'

export interface WaitTold extends Waiting {
  kind: 'wait_served' | 'wait_passed' | 'wait_over' | 'wait_gone'
  /** Tells one thing apart from another of the same kind and place. */
  detail?: string
  facts?: ErrorFacts
}

/** Tells a streamer what became of his place, as a notice to keep and on his open screens at once. */
export async function tellWaited(
  trx: Transaction<Database>,
  { waitId, itemId, sessionId, streamerId, kind, detail = '', facts = {} }: WaitTold,
): Promise<void> {
  const { title } = await trx
    .selectFrom('item')
    .select('title')
    .where('id', '=', itemId)
    .executeTakeFirstOrThrow()
  const { title: show } = await trx
    .selectFrom('liveSession')
    .select('title')
    .where('id', '=', sessionId)
    .executeTakeFirstOrThrow()
  await tellParty(trx, {
    partyId: streamerId,
    kind,
    key: `wait:${waitId}:${kind}:${detail}`,
    refId: kind === 'wait_served' ? sessionId : itemId,
    facts: { title, show, ...facts },
  })
  const topic = `party:${streamerId}` as const
  await tellLive(
    trx,
    { topic, kind: 'line_changed', payload: { itemId } },
    { topic, kind: 'notice_told', payload: {} },
  )
}
