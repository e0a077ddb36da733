import type { DraftProblem } from '@haowu/shared/inspection.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { parseRuleValue } from '#domain/rules/rule.ts'
import { type AgencyOnRecord, agencyKey, readAgencies } from './agency-on-record.ts'
import { gradedBy, type Rubric } from './rubric.ts'
import { RULE_OF_PROBLEM } from './rule-of-problem.ts'
import { templateFor } from './template.ts'

/** The rule rows that reports hang on, as in force now, read once for a whole batch. */
export interface ReportRules {
  /** Names the versions of rules and agencies; changes when any of them does. */
  versions: string
  today: string
  now: Date
  validityDays(categoryCode: string): number
  requiresThirdParty(categoryCode: string, priceFen: bigint): boolean
  /** How pieces of this category are graded. */
  rubric(categoryCode: string): Rubric
  /** The registered agency of this name, however it is spaced or wide; in force or not. */
  agency(name: string): AgencyOnRecord | undefined
  agencyName(id: string | null): string | null
  /** The dated rule behind a problem, for whoever is refused by it; nothing where the report itself is at fault. */
  behind(problem: DraftProblem, categoryCode: string): RuleBehind | Record<never, never>
  /** Those that may be named for this category today, by name. */
  agenciesFor(categoryCode: string): AgencyOnRecord[]
}

/** Its name and version, under the names that a refusal's facts have for them. */
export type RuleBehind = { rule: string; ruleVersion: number }

export async function readReportRules(db: Db): Promise<ReportRules> {
  const { rows } = await sql<RuleRow>`
    SELECT DISTINCT ON (code, scope) id, code, scope, version, value FROM rule
    WHERE code IN ('report_validity', 'third_party_required', 'grading_rubric') AND effective_from <= app_now()
    ORDER BY code, scope, effective_from DESC
  `.execute(db)
  const { rows: clock } = await sql<{ now: Date; today: string }>`
    SELECT now, business_day(now) AS today FROM (SELECT app_now() AS now) AS clock
  `.execute(db)
  const agencies = await readAgencies(db)
  const byKey = new Map(agencies.map(agency => [agencyKey(agency.name), agency]))
  const thirdParty = rows.find(row => row.code === 'third_party_required')
  const [at] = clock
  if (!thirdParty || !at) throw new Error('no rule says when a third-party report is required')
  const { categories, fromFen } = parseRuleValue('third_party_required', thirdParty.value)
  const validity = new Map(
    rows
      .filter(row => row.code === 'report_validity')
      .map(row => [row.scope, parseRuleValue('report_validity', row.value).days]),
  )
  return {
    versions: [...rows.map(row => row.id), ...agencies.map(({ id, version }) => `${id}:${version}`)].join(),
    ...at,
    validityDays(categoryCode) {
      const days = validity.get(categoryCode) ?? validity.get('*')
      if (days === undefined) throw new Error(`no rule says how long a report on ${categoryCode} is valid`)
      return days
    },
    rubric: rubricsOf(rows),
    requiresThirdParty: (categoryCode, priceFen) => categories.includes(categoryCode) || priceFen >= fromFen,
    behind(problem, categoryCode) {
      if (problem === 'incomplete')
        return { rule: 'template', ruleVersion: templateFor(categoryCode).version }
      const ruleOf: Partial<Record<DraftProblem, string>> = RULE_OF_PROBLEM
      const rule = ruleOf[problem]
      const of = (scope: string) => rows.find(row => row.code === rule && row.scope === scope)?.version
      const ruleVersion = of(categoryCode) ?? of('*')
      return rule === undefined || ruleVersion === undefined ? {} : { rule, ruleVersion }
    },
    agency: name => byKey.get(agencyKey(name)),
    agencyName: id => agencies.find(agency => agency.id === id)?.name ?? null,
    agenciesFor: categoryCode =>
      agencies
        .filter(
          ({ state, validUntil, categories: named }) =>
            state === 'active' && validUntil >= at.today && named.includes(categoryCode),
        )
        .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN')),
  }
}

interface RuleRow {
  id: string
  code: string
  scope: string
  version: number
  value: unknown
}

/** Each read when it is first asked for, since most batches are of one category. */
function rubricsOf(rows: RuleRow[]): ReportRules['rubric'] {
  const read = new Map<string, Rubric>()
  return categoryCode => {
    const template = templateFor(categoryCode)
    const known = read.get(template.code)
    if (known) return known
    const row = rows.find(({ code, scope }) => code === 'grading_rubric' && scope === template.code)
    if (!row) throw new Error(`no rule says how ${categoryCode} is graded`)
    const graded = gradedBy(parseRuleValue('grading_rubric', row.value), template)
    const rubric = { version: row.version, template: graded }
    read.set(template.code, rubric)
    return rubric
  }
}

/** The last day on which a report counts. */
export function lastValidDay(inspectedOn: string, days: number): string {
  return new Date(Date.parse(`${inspectedOn}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The instant a business day (Asia/Shanghai) ends. */
export function endOfBusinessDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00+08:00`) + 86_400_000)
}
