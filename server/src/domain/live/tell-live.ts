import { LIVE_EVENTS, type LiveFact } from '@haowu/shared/live-events.ts'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Database, Transaction } from '#db/database.ts'
import { LIVE_CHANNEL } from './live-event.ts'

/**
 * Tells open screens of facts in their order, in the transaction that makes them true: they hear when it is committed, or
 * never.
 *
 * Call it last. Commits that notify take turns (PostgreSQL orders them by one lock per cluster), so that this is for
 * facts a person waits for, not for every row of a batch.
 */
export async function tellLive(trx: Transaction<Database>, ...facts: LiveFact[]): Promise<void> {
  const topics = facts.map(({ topic }) => topic)
  const kinds = facts.map(({ kind }) => kind)
  const payloads = facts.map(fact => JSON.stringify(schemaOf(fact).parse(fact.payload)))
  await sql`
    WITH told AS (
      INSERT INTO live_event (topic, kind, payload)
      SELECT topic, kind, payload::jsonb
      FROM unnest(${topics}::text[], ${kinds}::text[], ${payloads}::text[]) WITH ORDINALITY AS fact(topic, kind, payload, number)
      ORDER BY number
      RETURNING id, topic, kind, payload
    )
    SELECT pg_notify(${LIVE_CHANNEL},
      json_build_object('id', id::text, 'topic', topic, 'kind', kind, 'payload', payload)::text)
    FROM told ORDER BY id
  `.execute(trx)
}

function schemaOf({ topic, kind }: LiveFact): z.ZodType {
  const audience = topic.startsWith('session:') ? 'session' : 'party'
  return (LIVE_EVENTS[audience] as Record<string, z.ZodType>)[kind] as z.ZodType
}
