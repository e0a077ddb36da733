import type { ScoreFact, Tier } from '@haowu/shared/scores.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import type { FactSum, FactSums, Score } from './formula.ts'

/** The last day that is over, half an hour after midnight in Shanghai at the earliest; ISO date. */
export async function readClosedDay(db: Db): Promise<string> {
  const { rows } = await sql<{ day: string }>`
    SELECT (business_day(app_now() - interval '30 minutes') - 1)::text AS day
  `.execute(db)
  const [row] = rows
  if (!row) throw new Error('the clock gave no answer')
  return row.day
}

/** The day on which the first supplier or streamer joined. */
export async function readFirstDay(db: Db): Promise<string | undefined> {
  const { rows } = await sql<{ day: string | null }>`
    SELECT business_day(min(created_at))::text AS day FROM party WHERE kind IN ('supplier', 'streamer')
  `.execute(db)
  return rows[0]?.day ?? undefined
}

export async function readLastScored(db: Db): Promise<string | undefined> {
  const { rows } = await sql<{ day: string | null }>`SELECT max(day)::text AS day FROM party_score`.execute(
    db,
  )
  return rows[0]?.day ?? undefined
}

export interface Unscored {
  partyId: string
  tier: Tier
}

/** Parties of a kind that existed on the day and have no score for it, in the order of their ids. */
export async function findUnscored(
  trx: Transaction<Database>,
  { kind, day, after, limit }: { kind: string; day: string; after: string | null; limit: number },
): Promise<Unscored[]> {
  const { rows } = await sql<Unscored>`
    SELECT id AS party_id, tier FROM party
    WHERE kind = ${kind} AND business_day(created_at) <= ${day}::date AND (${after}::uuid IS NULL OR id > ${after}::uuid)
      AND NOT EXISTS (SELECT FROM party_score WHERE party_id = party.id AND party_score.day = ${day}::date)
    ORDER BY id LIMIT ${limit}
  `.execute(trx)
  return rows
}

const NOTHING: FactSums = new Map()

/** What each subject's facts came to in the window that ends with `day`; `weights` by age in days, in millionths. */
export async function sumFacts(
  db: Db,
  { subjectIds, day, weights }: { subjectIds: string[]; day: string; weights: number[] },
): Promise<(subjectId: string) => FactSums> {
  const { rows } = await sql<{ subjectId: string; fact: ScoreFact; count: bigint; weighted: string }>`
    SELECT subject_id, fact, sum(n) AS count, sum(n * (${weights}::bigint[])[1 + (${day}::date - day)])::text AS weighted
    FROM score_fact
    WHERE subject_id = ANY(${subjectIds}::uuid[]) AND day > ${day}::date - ${weights.length}::int AND day <= ${day}::date
    GROUP BY subject_id, fact
  `.execute(db)
  const found = new Map<string, Map<ScoreFact, FactSum>>()
  for (const { subjectId, fact, count, weighted } of rows) {
    let sums = found.get(subjectId)
    if (!sums) found.set(subjectId, (sums = new Map()))
    sums.set(fact, { count: Number(count), weighted: BigInt(weighted) })
  }
  return subjectId => found.get(subjectId) ?? NOTHING
}

export interface NewScore extends Score {
  partyId: string
  tier: Tier
  tierBefore: Tier
}

/** Writes the scores of one day; a score that stands already stays, and is not among the answered ones. */
export async function insertScores(
  trx: Transaction<Database>,
  { day, ruleVersion, scores }: { day: string; ruleVersion: number; scores: NewScore[] },
): Promise<Set<string>> {
  const { rows } = await sql<{ partyId: string }>`
    INSERT INTO party_score (party_id, day, score, tier, tier_before, rule_version, inputs)
    SELECT "partyId", ${day}::date, score, tier, "tierBefore", ${ruleVersion}, inputs
    FROM jsonb_to_recordset(${JSON.stringify(scores)}::jsonb)
      AS scored("partyId" uuid, score int, tier text, "tierBefore" text, inputs jsonb)
    ON CONFLICT DO NOTHING RETURNING party_id
  `.execute(trx)
  return new Set(rows.map(({ partyId }) => partyId))
}

/** Moves a party from one tier to another; false when it stands in another one meanwhile. */
export async function moveTier(
  trx: Transaction<Database>,
  { partyId, from, to }: { partyId: string; from: Tier; to: Tier },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('party')
    .set({ tier: to })
    .where('id', '=', partyId)
    .where('tier', '=', from)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
