import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { countCases } from './count-cases.ts'
import { countHolds } from './count-holds.ts'
import { countInspections } from './count-inspections.ts'
import { countRatings } from './count-ratings.ts'
import { countParcels, countSales } from './count-trade.ts'
import { dayBounds, type FactSource } from './fact-source.ts'

/** More than there can be due: a quarter of a year of days of each source. */
const MOST_STEPS = 1_000

/**
 * Counts what happened on each day of `from` … `to` that was not counted yet, or whose facts have changed since: one day of one
 * source per transaction, so that a run that was killed goes on where it stopped, and several may run at once. Says how many it
 * counted, and whether all are: another run may still be at one. Of several, the one that ends last finds them complete.
 */
export async function countDays(
  db: Db,
  days: { from: string; to: string },
): Promise<{ counted: number; complete: boolean }> {
  const { value } = await readRule(db, 'ship_deadline')
  const sources = [
    countSales,
    countParcels(value.hours),
    countRatings,
    countHolds,
    countCases,
    countInspections,
  ]
  const byName = new Map(sources.map(source => [source.name, source]))
  await nameDays(db, days, [...byName.keys()])
  let counted = 0
  while (counted < MOST_STEPS && (await db.transaction().execute(trx => countNext(trx, days, byName))))
    counted += 1
  return { counted, complete: !(await someUncounted(db, days, [...byName.keys()])) }
}

const isDue = ({ from, to }: { from: string; to: string }, names: string[]) => sql<boolean>`
  counted_at IS NULL AND day BETWEEN ${from}::date AND ${to}::date AND source = ANY(${names}::text[])`

async function someUncounted(db: Db, days: { from: string; to: string }, names: string[]): Promise<boolean> {
  const { rows } = await sql`SELECT FROM score_count WHERE ${isDue(days, names)} LIMIT 1`.execute(db)
  return rows.length > 0
}

/** The facts of that day have changed: they are counted again by the next run. Of a day not yet counted, nothing need be said. */
export async function countAgain(
  trx: Transaction<Database>,
  { day, source }: { day: string; source: 'ratings' },
): Promise<void> {
  await sql`UPDATE score_count SET counted_at = NULL WHERE day = ${day}::date AND source = ${source}`.execute(
    trx,
  )
}

async function nameDays(db: Db, { from, to }: { from: string; to: string }, names: string[]): Promise<void> {
  await sql`
    INSERT INTO score_count (day, source)
    SELECT day::date, source
    FROM generate_series(${from}::date, ${to}::date, interval '1 day') AS day CROSS JOIN unnest(${names}::text[]) AS source
    ON CONFLICT DO NOTHING
  `.execute(db)
}

async function countNext(
  trx: Transaction<Database>,
  days: { from: string; to: string },
  sources: ReadonlyMap<string, FactSource>,
): Promise<boolean> {
  const { rows } = await sql<{ day: string; source: string }>`
    SELECT day::text, source FROM score_count
    WHERE ${isDue(days, [...sources.keys()])}
    ORDER BY day, source LIMIT 1 FOR UPDATE SKIP LOCKED
  `.execute(trx)
  const [due] = rows
  const source = due && sources.get(due.source)
  if (!source) return false
  const { day } = due
  await sql`DELETE FROM score_fact WHERE day = ${day}::date AND source = ${source.name}`.execute(trx)
  await sql`
    INSERT INTO score_fact (subject_id, day, source, fact, n)
    SELECT subject_id, ${day}::date, ${source.name}, fact, n FROM (${source.rows(dayBounds(day))}) AS counted
  `.execute(trx)
  await sql`
    UPDATE score_count SET counted_at = app_now() WHERE day = ${day}::date AND source = ${source.name}
  `.execute(trx)
  return true
}
