import type { SessionState } from '@haowu/shared/picks.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { OPEN_STATES } from './session.ts'

export interface OwnSession {
  sessionId: string
  streamerId: string
}
export interface LockedSession {
  sessionId: string
  state: SessionState
  startsAt: Date
  endsAt: Date
  /** State of the streamer's party: one that is restricted may not take new holds. */
  partyState: string
  /** Of the streamer's party; the rule of a tier says how much a show may hold. */
  partyTier: string
}

/** Whoever changes a run sheet holds this lock, so that positions and limits are counted in turn. Throws `not_found` for another streamer's. */
export async function lockSession(
  trx: Transaction<Database>,
  { sessionId, streamerId }: OwnSession,
): Promise<LockedSession> {
  const session = await trx
    .selectFrom('liveSession')
    .innerJoin('party', 'party.id', 'liveSession.streamerId')
    .select([
      'liveSession.id as sessionId',
      'liveSession.state',
      'startsAt',
      'endsAt',
      'party.state as partyState',
      'party.tier as partyTier',
    ])
    .where('liveSession.id', '=', sessionId)
    .where('liveSession.streamerId', '=', streamerId)
    .forNoKeyUpdate('liveSession')
    .executeTakeFirst()
  if (!session) throw new DomainError('not_found', { what: 'session' })
  return { ...session, state: session.state as SessionState }
}

/** As `lockSession`, and throws `session_closed` when the show is over. */
export async function lockOpenSession(trx: Transaction<Database>, own: OwnSession): Promise<LockedSession> {
  const session = await lockSession(trx, own)
  if (!OPEN_STATES.includes(session.state)) throw new DomainError('session_closed', { state: session.state })
  return session
}

/** Shows that the run sheet changed. */
export async function touchSession(trx: Transaction<Database>, sessionId: string): Promise<void> {
  await trx
    .updateTable('liveSession')
    .set({ version: sql`version + 1` })
    .where('id', '=', sessionId)
    .execute()
}

export async function setSessionState(
  trx: Transaction<Database>,
  { sessionId, state }: { sessionId: string; state: SessionState },
): Promise<void> {
  await trx
    .updateTable('liveSession')
    .set({ state, version: sql`version + 1` })
    .where('id', '=', sessionId)
    .execute()
}

export interface SessionRow {
  id: string
  title: string
  roomCode: string
  startsAt: Date
  endsAt: Date
  state: SessionState
  slotCount: number
  soldCount: number
}

/** Newest first; `cursor` is the id of the last row of the page before. */
export async function selectSessions(
  db: Db,
  { streamerId, cursor, limit }: { streamerId: string; cursor?: string | undefined; limit: number },
): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    SELECT live_session.id, title, room_code, starts_at, ends_at, state,
      (SELECT count(*)::int FROM slot WHERE session_id = live_session.id) AS slot_count,
      (SELECT count(*)::int FROM live_hold WHERE session_id = live_session.id AND state = 'sold') AS sold_count
    FROM live_session
    WHERE streamer_id = ${streamerId} AND (${cursor ?? null}::uuid IS NULL OR id < ${cursor ?? null}::uuid)
    ORDER BY id DESC
    LIMIT ${limit}
  `.execute(db)
  return rows
}
