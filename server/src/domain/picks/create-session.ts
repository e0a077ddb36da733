import { randomBytes } from 'node:crypto'
import type { SessionPlace } from '@haowu/shared/picks.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { lockParty } from '#domain/parties/lock-party.ts'

export interface CreateSession {
  streamerId: string
  title: string
  startsAt: Date
  endsAt: Date
  place?: SessionPlace
  channel?: string
}
export interface CreatedSession {
  sessionId: string
  roomCode: string
}

const MOST_HOURS = 24
const MOST_DAYS_AHEAD = 60
const ROOM_CODE_TRIES = 5

/**
 * Plans a show and gives it its public room. The same title at the same time again answers with the same session.
 * Throws `bad_request` with the field: no title, an end before the start or in the past, longer than a day, too far ahead.
 */
export async function createSession(deps: { db: Db }, input: CreateSession): Promise<CreatedSession> {
  const plan = { ...input, title: input.title.trim() }
  if (plan.title === '') throw new DomainError('bad_request', { field: 'title' })
  return deps.db.transaction().execute(async trx => {
    await refuseTimes(trx, plan)
    await lockParty(trx, plan.streamerId)
    return (await findSame(trx, plan)) ?? (await insertSession(trx, plan))
  })
}

/** Throws `bad_request` with the field that is wrong. */
export async function refuseTimes(
  trx: Transaction<Database>,
  { startsAt, endsAt }: Pick<CreateSession, 'startsAt' | 'endsAt'>,
): Promise<void> {
  if (endsAt <= startsAt || endsAt.getTime() - startsAt.getTime() > MOST_HOURS * 3_600_000) {
    throw new DomainError('bad_request', { field: 'endsAt' })
  }
  const { rows } = await sql<{ isOver: boolean; isTooFar: boolean }>`
    SELECT ${endsAt}::timestamptz <= app_now() AS is_over,
      ${startsAt}::timestamptz > app_now() + ${MOST_DAYS_AHEAD} * interval '1 day' AS is_too_far
  `.execute(trx)
  if (rows[0]?.isOver) throw new DomainError('bad_request', { field: 'endsAt' })
  if (rows[0]?.isTooFar) throw new DomainError('bad_request', { field: 'startsAt' })
}

async function findSame(
  trx: Transaction<Database>,
  { streamerId, title, startsAt }: CreateSession,
): Promise<CreatedSession | undefined> {
  return trx
    .selectFrom('liveSession')
    .select(['id as sessionId', 'roomCode'])
    .where('streamerId', '=', streamerId)
    .where('title', '=', title)
    .where('startsAt', '=', startsAt)
    .where('state', 'in', ['planned', 'live'])
    .executeTakeFirst()
}

async function insertSession(trx: Transaction<Database>, plan: CreateSession): Promise<CreatedSession> {
  for (let attempt = 0; attempt < ROOM_CODE_TRIES; attempt++) {
    const session = await trx
      .insertInto('liveSession')
      .values({ ...plan, roomCode: newRoomCode() })
      .onConflict(conflict => conflict.column('roomCode').doNothing())
      .returning(['id as sessionId', 'roomCode'])
      .executeTakeFirst()
    if (session) return session
  }
  throw new Error('no free room code was found')
}

/** Crockford's base 32 (no I, L, O, U), 40 random bits: short enough to type, too many to try. */
export function newRoomCode(): string {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  return Array.from(randomBytes(8), byte => alphabet[byte & 31]).join('')
}
