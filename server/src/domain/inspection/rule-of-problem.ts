import type { DraftProblem } from '@haowu/shared/inspection.ts'
import type { ErrorFacts } from '@haowu/shared/errors.ts'
import type { Database, Transaction } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { templateFor } from './template.ts'

/** The dated rules by which a report is refused; what is measured is the template's, every other problem lies in the report itself. */
export const RULE_OF_PROBLEM = {
  third_party_required: 'third_party_required',
  expired: 'report_validity',
  photos_missing: 'report_photos',
  refused_finding: 'grading_rubric',
} as const satisfies Partial<Record<DraftProblem, string>>

/** What a refusal says of the rule behind it: which one, its version and its figure. Nothing where no rule is behind it. */
export async function ruleOfProblem(
  trx: Transaction<Database>,
  { problem, categoryCode }: { problem: DraftProblem; categoryCode: string },
): Promise<ErrorFacts> {
  if (problem === 'incomplete') return { rule: 'template', ruleVersion: templateFor(categoryCode).version }
  if (!(problem in RULE_OF_PROBLEM)) return {}
  const rule = RULE_OF_PROBLEM[problem as keyof typeof RULE_OF_PROBLEM]
  const { value, version: ruleVersion } = await readRule(trx, rule, categoryCode)
  if ('fromFen' in value) return { rule, ruleVersion, fromFen: value.fromFen.toString() }
  // Of a rubric the finding itself is told; the whole of it stands in the registry.
  if ('choices' in value) return { rule, ruleVersion }
  return { rule, ruleVersion, ...value }
}
