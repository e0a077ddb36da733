import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { caseFound } from '#domain/case-found.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { Rule } from '#domain/rules/rule.ts'
import { promisedStart } from './keep-promised-start.ts'

export type MarkKind = 'noShow' | 'lateRelease' | 'violation'

export interface Mark {
  kind: MarkKind
  at: Date
  points: number
}

export interface Discipline {
  points: number
  marks: Mark[]
  /** What the streamer may hold at once; null where nothing limits it beyond his tier. */
  limit: number | null
  /** When enough of it is past for the next better step; null where nothing is limited. */
  betterAt: Date | null
}

const DAY_MS = 86_400_000

/** From marks to a limit, by the highest step that is reached; a limit is never less than one. */
export function disciplineOf(
  marks: Mark[],
  { days, steps }: Pick<Rule<'hold_discipline'>['value'], 'days' | 'steps'>,
  tierLimit: number,
): Discipline {
  const points = marks.reduce((sum, mark) => sum + mark.points, 0)
  const step = steps.findLast(({ fromPoints }) => points >= fromPoints)
  if (!step) return { points, marks, limit: null, betterAt: null }
  const limit = Math.max(1, Math.floor((tierLimit * step.limitBps) / 10_000))
  let left = points
  const last = marks
    .toSorted((one, other) => one.at.getTime() - other.at.getTime())
    .find(mark => {
      left -= mark.points
      return left < step.fromPoints
    })
  return { points, marks, limit, betterAt: last ? new Date(last.at.getTime() + days * DAY_MS) : null }
}

/**
 * What counts against a streamer in the days of the rule: shows he held pieces for and did not begin, pieces he gave back too
 * late for anybody to plan with, and cases found against him. Not what was taken back from him, nor what he gave back at once.
 * A show that was moved away at the last moment is judged as if it had not been.
 */
export async function readMarks(
  db: Db,
  streamerId: string,
  { days, lateHours, graceMinutes, mostLatePerShow, points }: Rule<'hold_discipline'>['value'],
): Promise<Mark[]> {
  const since = sql`app_now() - ${days}::int * interval '1 day'`
  const { rows } = await sql<{ kind: MarkKind; at: Date }>`
    SELECT 'noShow' AS kind, max(live_hold.ended_at) AS at
    FROM live_hold JOIN live_session ON live_session.id = live_hold.session_id
    WHERE live_hold.streamer_id = ${streamerId} AND live_hold.ended_at > ${since} AND live_hold.state IN ('released', 'expired')
      AND live_session.state IN ('ended', 'cancelled') AND live_session.started_at IS NULL AND live_hold.ended_at >= ${promisedStart}
    GROUP BY live_session.id
    UNION ALL
    SELECT 'lateRelease', at FROM (
      SELECT live_hold.ended_at AS at,
        row_number() OVER (PARTITION BY live_session.id ORDER BY live_hold.ended_at) AS nth
      FROM live_hold JOIN live_session ON live_session.id = live_hold.session_id
      WHERE live_hold.streamer_id = ${streamerId} AND live_hold.ended_at > ${since} AND live_hold.state = 'released'
        -- Given back while the show was live, it was never early; after the promised start of one that began later, it was late.
        AND live_hold.ended_at < coalesce(live_session.started_at, ${promisedStart})
        AND live_hold.ended_at >= ${promisedStart} - ${lateHours}::int * interval '1 hour'
        AND live_hold.ended_at >= live_hold.created_at + ${graceMinutes}::int * interval '1 minute'
    ) AS late WHERE nth <= ${mostLatePerShow}
    UNION ALL
    SELECT 'violation', ended_at FROM trust_case
    WHERE respondent_id = ${streamerId} AND state = 'executed' AND ended_at > ${since} AND ${caseFound}
    ORDER BY at
  `.execute(db)
  return rows.map(row => ({ ...row, points: points[row.kind] }))
}

/**
 * Throws `hold_discipline` when the streamer, with the hold just taken, has more pieces at once than his record lets him: with
 * the limit, what counted, the rule's version, and when it gets better.
 */
export async function refuseByDiscipline(
  trx: Transaction<Database>,
  {
    streamerId,
    limit: tierLimit,
    rule,
  }: { streamerId: string; limit: number; rule: Rule<'hold_discipline'> },
): Promise<void> {
  const marks = await readMarks(trx, streamerId, rule.value)
  const { limit, points, betterAt } = disciplineOf(marks, rule.value, tierLimit)
  if (limit === null || (await countActive(trx, streamerId)) <= limit) return
  const count = (kind: MarkKind) => marks.filter(mark => mark.kind === kind).length
  throw new DomainError('hold_discipline', {
    limit,
    points,
    noShows: count('noShow'),
    lateReleases: count('lateRelease'),
    violations: count('violation'),
    days: rule.value.days,
    betterAt: betterAt?.toISOString() ?? null,
    rule: 'hold_discipline',
    ruleVersion: rule.version,
  })
}

async function countActive(trx: Transaction<Database>, streamerId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM live_hold WHERE streamer_id = ${streamerId} AND state = 'active' AND until > app_now()
  `.execute(trx)
  return rows[0]?.count ?? 0
}
