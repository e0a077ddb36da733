import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'

const BATCH = 5_000
const MOST_BATCHES = 200

/**
 * Lets go of what is older than the rule says, in bounded batches: counted facts first, then scores. A score at which the tier
 * changed and the last one of each party stay, so that every tier and every delay of a settlement can still be explained. May be
 * killed and called again at any time. Returns how many rows went.
 */
export async function pruneScores({ db }: { db: Db }): Promise<number> {
  const { value } = await readRule(db, 'score_keep')
  const old = (days: number) => sql`business_day(app_now()) - ${days}::int`
  const steps = [
    sql`DELETE FROM score_fact WHERE ctid IN (
      SELECT ctid FROM score_fact WHERE day < ${old(value.factDays)} LIMIT ${BATCH})`,
    // Without its facts a day must not look uncounted: it goes with them.
    sql`DELETE FROM score_count WHERE ctid IN (
      SELECT ctid FROM score_count WHERE day < ${old(value.factDays)} LIMIT ${BATCH})`,
    sql`DELETE FROM party_score WHERE ctid IN (
      SELECT score.ctid FROM party_score AS score
      WHERE day < ${old(value.scoreDays)} AND tier = tier_before AND EXISTS (
        SELECT FROM party_score AS later WHERE later.party_id = score.party_id AND later.day > score.day)
      LIMIT ${BATCH})`,
    sql`DELETE FROM inspector_score WHERE ctid IN (
      SELECT score.ctid FROM inspector_score AS score
      WHERE day < ${old(value.scoreDays)} AND EXISTS (
        SELECT FROM inspector_score AS later WHERE later.subject_id = score.subject_id AND later.day > score.day)
      LIMIT ${BATCH})`,
  ]
  let pruned = 0
  for (const step of steps)
    pruned += await repeat(async () => Number((await step.execute(db)).numAffectedRows))
  return pruned
}

async function repeat(deleteSome: () => Promise<number>): Promise<number> {
  let total = 0
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const count = await deleteSome()
    total += count
    if (count < BATCH) break
  }
  return total
}
