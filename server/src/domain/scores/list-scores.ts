import type { Tier } from '@haowu/shared/scores.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface ScoreRow {
  partyId: string
  name: string
  kind: 'supplier' | 'streamer'
  tier: Tier
  score: number
  /** Against the score of a week before, in hundredths; null where there was none. */
  change: number | null
  /** The input that costs most, and how many hundredths. */
  worst: { code: string; lost: number } | null
}

export interface ScoreQuery {
  kind?: 'supplier' | 'streamer' | undefined
  tier?: Tier | undefined
  /** Only those whose tier changed within the last week. */
  moved: boolean
  after?: ScorePlace | undefined
  limit: number
}

/** Where a page ended: the list goes from the lowest score up. */
export interface ScorePlace {
  score: number
  partyId: string
}

/** Everybody's score of the last scored day, lowest first, one more than `limit`. For the platform's own people. */
export async function listScores(
  db: Db,
  { kind, tier, moved, after, limit }: ScoreQuery,
): Promise<ScoreRow[]> {
  const { rows } = await sql<ScoreRow>`
    SELECT party.id AS party_id, party.name, party.kind, party.tier, now.score, now.score - before.score AS change, worst
    FROM party_score AS now
    JOIN party ON party.id = now.party_id
    LEFT JOIN party_score AS before ON before.party_id = now.party_id AND before.day = now.day - 7
    CROSS JOIN LATERAL (
      SELECT jsonb_build_object('code', input ->> 'code', 'lost', (input ->> 'weight')::int - (input ->> 'points')::int) AS worst
      FROM jsonb_array_elements(now.inputs) AS input
      ORDER BY (input ->> 'weight')::int - (input ->> 'points')::int DESC, input ->> 'code' LIMIT 1
    ) AS most
    WHERE now.day = (SELECT max(day) FROM party_score)
      AND (${kind ?? null}::text IS NULL OR party.kind = ${kind ?? null})
      AND (${tier ?? null}::text IS NULL OR party.tier = ${tier ?? null})
      AND (NOT ${moved}::boolean OR EXISTS (SELECT FROM party_score AS step
        WHERE step.party_id = now.party_id AND step.day > now.day - 7 AND step.tier <> step.tier_before))
      AND (${after?.partyId ?? null}::uuid IS NULL
        OR (now.score, now.party_id) > (${after?.score ?? 0}::int, ${after?.partyId ?? null}::uuid))
    ORDER BY now.score, now.party_id
    LIMIT ${limit + 1}
  `.execute(db)
  return rows
}

export interface InspectorRow {
  subjectId: string
  subject: 'inspector' | 'agency'
  name: string
  /** For an inspector, the agency or supplier he works for. */
  of: string | null
  score: number
  received: number
  wrong: number
  rechecked: number
  recheckFailed: number
}

/** Inspectors and agencies by how often what they wrote turned out to be so, lowest first, one more than `limit`. */
export async function listInspectorScores(
  db: Db,
  { after, limit }: { after?: ScorePlace | undefined; limit: number },
): Promise<InspectorRow[]> {
  const count = (code: string, what: 'base' | 'bad') => sql<number>`coalesce((
    SELECT (input ->> ${what})::int FROM jsonb_array_elements(now.inputs) AS input WHERE input ->> 'code' = ${code}), 0)`
  const { rows } = await sql<InspectorRow>`
    SELECT now.subject_id, now.subject, coalesce(inspector.name, agency.name) AS name,
      coalesce(home.name, supplier.name) AS of, now.score, ${count('report_match', 'base')} AS received,
      ${count('report_match', 'bad')} AS wrong, ${count('rechecks_passed', 'base')} AS rechecked,
      ${count('rechecks_passed', 'bad')} AS recheck_failed
    FROM inspector_score AS now
    LEFT JOIN inspector ON inspector.id = now.subject_id
    LEFT JOIN inspection_agency AS agency ON agency.id = now.subject_id
    LEFT JOIN inspection_agency AS home ON home.id = inspector.inspection_agency_id
    LEFT JOIN party AS supplier ON supplier.id = inspector.supplier_id
    WHERE now.day = (SELECT max(day) FROM inspector_score)
      AND (${after?.partyId ?? null}::uuid IS NULL
        OR (now.score, now.subject_id) > (${after?.score ?? 0}::int, ${after?.partyId ?? null}::uuid))
    ORDER BY now.score, now.subject_id
    LIMIT ${limit + 1}
  `.execute(db)
  return rows
}
