import type { SessionPlace } from '@haowu/shared/picks.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { Terms } from '#domain/commission/terms.ts'
import { newRoomCode } from './create-session.ts'

/**
 * The day's show of a streamer in a room of another platform that was never planned here: what he sold there belongs to it. The
 * caller sees to it that two of one streamer's orders do not open it at the same time.
 */
export async function openElsewhereSession(
  trx: Transaction<Database>,
  { streamerId, place }: { streamerId: string; place: SessionPlace },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    WITH today AS (
      SELECT to_char(business_day(app_now()), 'YYYY-MM-DD') AS day, business_day(app_now())::timestamp AT TIME ZONE 'Asia/Shanghai' AS from_at
    ), known AS (
      SELECT live_session.id FROM live_session JOIN today ON starts_at = from_at
      WHERE streamer_id = ${streamerId} AND place = ${place} AND state = 'ended' AND title = day ORDER BY id LIMIT 1
    ), opened AS (
      INSERT INTO live_session (streamer_id, title, room_code, starts_at, ends_at, state, place)
      SELECT ${streamerId}, day, ${newRoomCode()}, from_at, from_at + interval '1 day', 'ended', ${place}
      FROM today WHERE NOT EXISTS (SELECT FROM known)
      RETURNING id
    )
    SELECT id FROM known UNION ALL SELECT id FROM opened
  `.execute(trx)
  const [session] = rows
  if (!session) throw new Error('no session was opened')
  return session.id
}

interface EndedHold {
  itemId: string
  sessionId: string
  streamerId: string
  supplierId: string
  holdToken: bigint
  listingGeneration: number
  terms: Terms
}

/** The hold behind an order that was never held: it carries the terms and nothing else. */
export async function insertEndedHold(
  trx: Transaction<Database>,
  { terms, ...hold }: EndedHold,
  state: 'sold' | 'expired',
): Promise<string> {
  const { id } = await trx
    .insertInto('liveHold')
    .values({
      ...hold,
      terms: JSON.stringify(terms),
      exposureFen: 0n,
      until: sql<Date>`app_now()`,
      endedAt: sql<Date>`app_now()`,
      state,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
