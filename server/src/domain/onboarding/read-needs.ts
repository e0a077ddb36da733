import { CATEGORY_CODES, type CategoryCode } from '@haowu/shared/catalog.ts'
import type { CategoryNeeds } from '@haowu/shared/onboarding.ts'
import type { Db } from '#db/database.ts'
import { readScopes, ruleOf } from '#domain/rules/read-scopes.ts'

export interface NeedsOfCategory extends CategoryNeeds {
  ruleVersion: number
}

/** What each category asks of who sells in it, by the rules in force now. */
export async function readNeeds(db: Db): Promise<Record<CategoryCode, NeedsOfCategory>> {
  const { category_admission: rules } = await readScopes(db, ['category_admission'])
  const needs = CATEGORY_CODES.map(code => {
    const { value, version } = ruleOf(rules, code)
    return [code, { ...value, ruleVersion: version }] as const
  })
  return Object.fromEntries(needs) as Record<CategoryCode, NeedsOfCategory>
}
