import { sql } from 'kysely'
import { promisedStart } from '#domain/picks/keep-promised-start.ts'
import type { FactSource } from './fact-source.ts'

/**
 * How live holds ended on that day: sold, given back before the show began so that others could take the piece, kept to the end
 * unsold, or left to run out; not what was taken back from him. And samples that were not on their way back in time.
 */
export const countHolds: FactSource = {
  name: 'holds',
  rows: ({ from, to }) => sql`
    SELECT live_hold.streamer_id AS subject_id, CASE
        WHEN live_hold.state = 'sold' THEN 'hold_sold'
        WHEN live_hold.state = 'expired' THEN 'hold_expired'
        WHEN live_hold.ended_at < least(${promisedStart}, live_session.started_at) THEN 'hold_given_back'
        ELSE 'hold_unsold'
      END AS fact, count(*)::int AS n
    FROM live_hold JOIN live_session ON live_session.id = live_hold.session_id
    WHERE live_hold.ended_at >= ${from} AND live_hold.ended_at < ${to} AND live_hold.state <> 'revoked'
    GROUP BY 1, 2
    UNION ALL
    SELECT streamer_id, 'loan_overdue', count(*)::int
    FROM sample_loan
    WHERE received_at + days * interval '1 day' >= ${from} AND received_at + days * interval '1 day' < ${to}
      AND (sent_back_at IS NULL OR sent_back_at > received_at + days * interval '1 day')
    GROUP BY 1
  `,
}
