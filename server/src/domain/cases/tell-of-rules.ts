import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

/**
 * Tells every supplier, streamer and agency of each rule and clause that was published and is not in force yet; who joins
 * meanwhile is told too, nobody twice. A rule of one party alone is told to that party. Returns how many notices it wrote.
 */
export async function tellOfRules({ db }: { db: Db }): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    WITH coming AS (
      SELECT id, code, scope, effective_from, NULL AS title_zh, NULL AS title_en FROM rule WHERE effective_from > app_now()
      UNION ALL
      SELECT id, code, '*', effective_from, title_zh, title_en FROM clause WHERE effective_from > app_now()
    )
    INSERT INTO notice (party_id, kind, key, facts, ref_type, ref_id)
    SELECT party.id, 'rule_published', 'rule:' || coming.id || ':' || party.id,
      jsonb_strip_nulls(jsonb_build_object('code', code, 'title', title_zh, 'titleEn', title_en,
        'from', to_char(effective_from AT TIME ZONE interval '8 hours', 'YYYY-MM-DD HH24:MI'))),
      'rule', coming.id
    FROM coming CROSS JOIN party
    WHERE party.kind <> 'platform' AND party.state IN ('active', 'restricted')
      AND (scope !~ '^[0-9a-f]{8}-' OR scope = party.id::text)
      AND NOT EXISTS (SELECT FROM notice WHERE notice.key = 'rule:' || coming.id || ':' || party.id)
    ON CONFLICT (key) DO NOTHING
    RETURNING id
  `.execute(db)
  return rows.length
}
