import type { ErrorCode, ErrorFacts } from '@haowu/shared/errors.ts'
import type { WaitState } from '@haowu/shared/waiting.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'

export interface Waiting {
  waitId: string
  itemId: string
  sessionId: string
  streamerId: string
}

/**
 * His show can use the piece now: it is open, its window for holds has begun, and at least so many minutes are left until its
 * planned end. `live_session` and `party` (the streamer's) must be tables of these names; the window is that of his tier.
 */
export const canUse = (leastMinutes: number): RawBuilder<boolean> => sql<boolean>`(
  live_session.state IN ('planned', 'live')
  AND app_now() < live_session.ends_at - ${leastMinutes}::int * interval '1 minute'
  AND (live_session.state = 'live' OR app_now() >= live_session.starts_at - (
    SELECT (rule.value->>'beforeHours')::int * interval '1 hour' FROM rule
    WHERE rule.code = 'live_hold_window' AND rule.scope IN (party.tier, '*') AND rule.effective_from <= app_now()
    ORDER BY rule.scope = party.tier DESC, rule.effective_from DESC LIMIT 1))
)`

/** Who may be given the piece now, first come first; of those before `before`, where a streamer is named who waits himself. */
export async function selectLine(
  db: Db,
  { itemId, before, leastMinutes }: { itemId: string; before?: string | undefined; leastMinutes: number },
): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    SELECT hold_wait.id AS wait_id, hold_wait.item_id, hold_wait.session_id, hold_wait.streamer_id
    FROM hold_wait JOIN live_session ON live_session.id = hold_wait.session_id
      JOIN party ON party.id = hold_wait.streamer_id
    WHERE hold_wait.item_id = ${itemId} AND hold_wait.state = 'waiting' AND ${canUse(leastMinutes)}
      AND ${isBefore(itemId, before)}
    ORDER BY hold_wait.no
  `.execute(db)
  return rows
}

/** Everybody where nobody is named or he does not wait. */
const isBefore = (itemId: string, streamerId: string | undefined) => sql<boolean>`hold_wait.no < coalesce((
  SELECT own.no FROM hold_wait AS own WHERE own.item_id = ${itemId} AND own.streamer_id = ${streamerId ?? null}::uuid
    AND own.state = 'waiting'), 9223372036854775807)`

/**
 * How many must be asked before this streamer may take the piece, which was free under this token: those before him who could
 * use it and were not passed over since it became free. The caller has the piece's lock, under which the line is joined.
 */
export async function countAhead(
  trx: Transaction<Database>,
  which: { itemId: string; streamerId: string; freeToken: bigint; leastMinutes: number },
): Promise<number> {
  const { itemId, streamerId } = which
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count
    FROM hold_wait JOIN live_session ON live_session.id = hold_wait.session_id
      JOIN party ON party.id = hold_wait.streamer_id
    WHERE hold_wait.item_id = ${itemId} AND hold_wait.state = 'waiting' AND hold_wait.streamer_id <> ${streamerId}
      AND hold_wait.passed_token IS DISTINCT FROM ${which.freeToken} AND ${canUse(which.leastMinutes)}
      AND ${isBefore(itemId, streamerId)}
  `.execute(trx)
  return rows[0]?.count ?? 0
}

/** A place that is still waited in, locked; undefined when it was served or left meanwhile. */
export async function lockWait(
  trx: Transaction<Database>,
  { waitId, sessionId }: Pick<Waiting, 'waitId' | 'sessionId'>,
): Promise<{ passedCode: string | null } | undefined> {
  return trx
    .selectFrom('holdWait')
    .select('passedCode')
    .where('id', '=', waitId)
    .where('sessionId', '=', sessionId)
    .where('state', '=', 'waiting')
    .forUpdate()
    .executeTakeFirst()
}

/** His turn came and he could not have it: he keeps his place, and is asked again later. */
export async function markPassed(
  trx: Transaction<Database>,
  wait: { waitId: string; token: bigint; code: ErrorCode; facts: ErrorFacts },
): Promise<void> {
  await trx
    .updateTable('holdWait')
    .set({
      passedToken: wait.token,
      passedCode: wait.code,
      passedFacts: JSON.stringify(wait.facts),
      passedAt: sql`app_now()`,
    })
    .where('id', '=', wait.waitId)
    .execute()
}

/** The streamer has what he waited for; false when he did not wait. */
export async function markServed(
  trx: Transaction<Database>,
  { itemId, streamerId, holdId }: { itemId: string; streamerId: string; holdId: string },
): Promise<boolean> {
  const served = await trx
    .updateTable('holdWait')
    .set({ state: 'served', holdId, endedAt: sql`app_now()` })
    .where('itemId', '=', itemId)
    .where('streamerId', '=', streamerId)
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst()
  return served !== undefined
}

/** Ends places that are still waited in, and says whose they were. */
export async function endWaits(
  trx: Transaction<Database>,
  which: RawBuilder<boolean>,
  state: Exclude<WaitState, 'waiting' | 'served'>,
): Promise<Waiting[]> {
  const { rows } = await endingWaits(which, state).execute(trx)
  return rows
}

/** The same as part of a statement that ends more than places. */
export function endingWaits(
  which: RawBuilder<boolean>,
  state: Exclude<WaitState, 'waiting' | 'served'>,
): RawBuilder<Waiting> {
  return sql<Waiting>`
    UPDATE hold_wait SET state = ${state}, ended_at = app_now()
    WHERE state = 'waiting' AND ${which}
    RETURNING id AS wait_id, item_id, session_id, streamer_id`
}

export async function selectWaiters(trx: Transaction<Database>, itemId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('holdWait')
    .select('streamerId')
    .where('itemId', '=', itemId)
    .where('state', '=', 'waiting')
    .orderBy('no')
    .execute()
  return rows.map(row => row.streamerId)
}
