import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { Importance } from './rule.ts'

export type RuleStanding = 'in_force' | 'coming' | 'past'

export interface ListedRule {
  id: string
  code: string
  scope: string
  /** Whose rule it is, where the scope is a party. */
  scopeName: string | null
  version: number
  /** As it is stored: amounts are fen as text. */
  value: unknown
  importance: Importance
  publishedAt: Date
  effectiveFrom: Date
  standing: RuleStanding
}

/**
 * Every version of every rule, or of one code; by code and scope, newest first. To a party (`partyId`) rules of other parties
 * alone are not shown. Some hundreds of rows at most, because a change of rule is an event.
 */
export async function listRules(
  db: Db,
  { code = null, partyId = null }: { code?: string | null; partyId?: string | null },
): Promise<ListedRule[]> {
  const { rows } = await sql<ListedRule>`
    SELECT rule.id, code, scope, party.name AS scope_name, version, value, importance, published_at, effective_from,
      CASE WHEN effective_from > app_now() THEN 'coming'
        WHEN effective_from = max(effective_from) FILTER (WHERE effective_from <= app_now()) OVER (PARTITION BY code, scope)
        THEN 'in_force' ELSE 'past' END AS standing
    FROM rule LEFT JOIN party ON party.id::text = scope
    WHERE (${code}::text IS NULL OR code = ${code})
      AND (${partyId}::text IS NULL OR scope !~ '^[0-9a-f]{8}-' OR scope = ${partyId})
    ORDER BY code, scope, effective_from DESC
    LIMIT 2000
  `.execute(db)
  return rows
}
