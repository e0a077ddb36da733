import { type RawBuilder, sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { ImportRun } from './import-run.ts'

/** The import being applied, and the run whose rows stand staged. */
export interface Merge extends ImportRun {
  stagedToken: bigint
  /** False for a supplier's first file: nothing to lock, compare or collide with. */
  hasItems: boolean
}

export const ofMerge = ({ importId, stagedToken }: Merge): RawBuilder<boolean> =>
  sql<boolean>`row.import_id = ${importId} AND row.run_token = ${stagedToken}`

/** Lines one statement works through, so that none outlives its time-out and a stop is seen within a second or two. */
const LINES_PER_STATEMENT = 10_000

export interface LineRange {
  from: number
  /** Not included. */
  to: number
}

export const within = ({ from, to }: LineRange) => sql<boolean>`row.line >= ${from} AND row.line < ${to}`

/** The lines of so many staged rows in slices; few rows are one slice, however far they lie apart. None where none is staged. */
export async function sliceStaged(
  trx: Transaction<Database>,
  merge: Merge,
  rows: number,
): Promise<LineRange[]> {
  // Asked for the first and the last in the index's order: asked for min and max, every row would be read.
  const end = (order: RawBuilder<unknown>) =>
    sql`(SELECT line FROM import_row AS row WHERE ${ofMerge(merge)} ORDER BY line ${order} LIMIT 1)`
  const { rows: found } = await sql<{ first: number | null; last: number | null }>`
    SELECT ${end(sql`ASC`)} AS first, ${end(sql`DESC`)} AS last
  `.execute(trx)
  const { first, last } = found[0] ?? {}
  const slices: LineRange[] = []
  if (typeof first !== 'number' || typeof last !== 'number') return slices
  const lines = rows <= LINES_PER_STATEMENT ? last + 1 - first : LINES_PER_STATEMENT
  for (let from = first; from <= last; from += lines) slices.push({ from, to: from + lines })
  return slices
}

export async function countStaged(trx: Transaction<Database>, merge: Merge): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM import_row AS row WHERE ${ofMerge(merge)}
  `.execute(trx)
  return rows[0]?.n ?? 0
}

/** Rows that have served: dropped while their pages are at hand, which takes a fraction of reading all of them once more. */
export async function dropMerged(trx: Transaction<Database>, merge: Merge, range: LineRange): Promise<void> {
  await sql`
    DELETE FROM import_row AS row WHERE ${ofMerge(merge)} AND ${within(range)} AND report IS NULL
  `.execute(trx)
}

/** What is left once reports are signed, and what an overtaken run may have left; past the many rows that are gone already. */
export async function dropRest(trx: Transaction<Database>, merge: Merge, withReport: number): Promise<void> {
  const { importId, stagedToken } = merge
  await sql`DELETE FROM import_row WHERE import_id = ${importId} AND run_token < ${stagedToken}`.execute(trx)
  await sql`DELETE FROM import_row WHERE import_id = ${importId} AND run_token > ${stagedToken}`.execute(trx)
  if (withReport > 0) await sql`DELETE FROM import_row AS row WHERE ${ofMerge(merge)}`.execute(trx)
}
