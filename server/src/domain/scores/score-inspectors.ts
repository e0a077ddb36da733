import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { decayWeights, scoreOf } from './formula.ts'
import { sumFacts } from './score-store.ts'

const BATCH = 500
const MOST_BATCHES = 2_000

interface Subject {
  subjectId: string
  subject: 'inspector' | 'agency'
}

/** Scores inspectors and agencies for one day: how often what they wrote turned out to be so. Done twice, it changes nothing. */
export async function scoreInspectors(db: Db, { day }: { day: string }): Promise<number> {
  const rule = await readRule(db, 'score_weights', 'inspector')
  const weights = decayWeights(rule.value)
  let scored = 0
  let after: string | null = null
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const subjects: Subject[] = await findUnscored(db, { day, after })
    const sums = await sumFacts(db, {
      subjectIds: subjects.map(({ subjectId }) => subjectId),
      day,
      weights,
    })
    const scores = subjects.map(subject => ({ ...subject, ...scoreOf(rule.value, sums(subject.subjectId)) }))
    await sql`
      INSERT INTO inspector_score (subject_id, subject, day, score, rule_version, inputs)
      SELECT "subjectId", subject, ${day}::date, score, ${rule.version}, inputs
      FROM jsonb_to_recordset(${JSON.stringify(scores)}::jsonb)
        AS scored("subjectId" uuid, subject text, score int, inputs jsonb)
      ON CONFLICT DO NOTHING
    `.execute(db)
    scored += subjects.length
    if (subjects.length < BATCH) break
    after = subjects.at(-1)?.subjectId ?? null
  }
  return scored
}

async function findUnscored(
  db: Db,
  { day, after }: { day: string; after: string | null },
): Promise<Subject[]> {
  const { rows } = await sql<Subject>`
    SELECT subject_id, subject
    FROM (SELECT id AS subject_id, 'inspector' AS subject, created_at FROM inspector
      UNION ALL SELECT id, 'agency', created_at FROM inspection_agency) AS known
    WHERE business_day(created_at) <= ${day}::date AND (${after}::uuid IS NULL OR subject_id > ${after}::uuid)
      AND NOT EXISTS (SELECT FROM inspector_score AS old WHERE old.subject_id = known.subject_id AND old.day = ${day}::date)
    ORDER BY subject_id LIMIT ${BATCH}
  `.execute(db)
  return rows
}
