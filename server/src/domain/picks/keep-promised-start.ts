import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import type { LockedSession } from './session-store.ts'

/** The start by which the end of a hold is judged; `live_hold` and `live_session` must be tables of these names. */
export const promisedStart = sql<Date>`coalesce(live_hold.promised_start, live_session.starts_at)`

/**
 * Call it before a show gets another start, with its holds locked. A hold goes with its show where giving it back at this moment
 * would cost nothing, and always to an earlier start; else it stays promised for the start it had, or nobody would ever give
 * back late who moves his show first. What has ended stays judged by the start it ended under.
 */
export async function keepPromisedStart(
  trx: Transaction<Database>,
  { sessionId, startsAt: from }: Pick<LockedSession, 'sessionId' | 'startsAt'>,
  to: Date,
): Promise<void> {
  const { value } = await readRule(trx, 'hold_discipline')
  const promised = sql`coalesce(promised_start, ${from}::timestamptz)`
  await sql`
    UPDATE live_hold SET promised_start = CASE WHEN state = 'active' AND (
        ${to}::timestamptz <= ${promised}
        OR app_now() < ${promised} - ${value.lateHours}::int * interval '1 hour'
        OR app_now() < created_at + ${value.graceMinutes}::int * interval '1 minute'
      ) THEN NULL ELSE ${promised} END
    WHERE session_id = ${sessionId} AND state IN ('active', 'released', 'expired')
  `.execute(trx)
}
