import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import type { ListingRefusal } from './listing-rights.ts'

/** What stands behind it that goods may not be offered: the rule of the category, or the contract that is binding now. */
export async function ruleOfRights(
  db: Db,
  { refusal, categoryCode }: { refusal: ListingRefusal; categoryCode: string },
): Promise<{ rule: string; ruleVersion: number }> {
  if (refusal === 'category') {
    const { version: ruleVersion } = await readRule(db, 'category_admission', categoryCode)
    return { rule: 'category_admission', ruleVersion }
  }
  const { value } = await readRule(db, 'onboarding_times')
  const { rows } = await sql<{ version: number | null }>`
    SELECT max(version) AS version FROM contract WHERE party_kind = 'supplier'
      AND effective_from + ${value.contractGraceDays} * interval '1 day' <= app_now()
  `.execute(db)
  return { rule: 'contract', ruleVersion: rows[0]?.version ?? 1 }
}
