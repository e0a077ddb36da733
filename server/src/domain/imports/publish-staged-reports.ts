import type { RowCode } from '@haowu/shared/imports.ts'
import type { DraftProblem } from '@haowu/shared/inspection.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { publishReports } from '#domain/inspection/publish-report.ts'
import { readReportRules, type ReportRules } from '#domain/inspection/report-rules.ts'
import type { ReportSigner } from '#domain/inspection/sign-report.ts'
import { ruleOfRights } from '#domain/onboarding/rule-of-rights.ts'
import { PROBLEM_CODES } from './check-report-cells.ts'
import type { Merge } from './staged-rows.ts'
import { readQuarantined, readReportRows } from './merge-store.ts'
import type { Progress } from './report-progress.ts'
import type { RowFinding } from './row-finding.ts'

const REPORTS_PER_BATCH = 500

export interface Refusal {
  line: number
  sku: string
  code: RowCode
  rawHash: string
  /** The rule that refused it, when one did. */
  facts: RowFinding['facts']
}

/** Signs and publishes in batches; what the whole catalogue refuses (a number or piece on offer elsewhere) is told. */
export async function publishStagedReports(
  trx: Transaction<Database>,
  merge: Merge,
  { signer, progress, total }: { signer: ReportSigner; progress: Progress; total: number },
): Promise<Refusal[]> {
  const rules = await readReportRules(trx)
  const factsOf = rememberFacts(trx, rules)
  const refusals: Refusal[] = []
  let done = 0
  for (let afterLine = 0; ; ) {
    await progress.tell('reports', { done, total })
    const rows = await readReportRows(trx, merge, { afterLine, limit: REPORTS_PER_BATCH })
    const last = rows.at(-1)
    if (!last) return refusals
    afterLine = last.line
    done += rows.length
    const drafts = rows.map(row => row.draft)
    const outcomes = new Map(
      (await publishReports(trx, { drafts, signer, rules })).map(({ itemId, outcome }) => [itemId, outcome]),
    )
    const quarantined = await readQuarantined(
      trx,
      drafts.map(draft => draft.itemId),
    )
    const waiting: string[] = []
    for (const { line, sku, rawHash, categoryCode, draft } of rows) {
      const outcome = outcomes.get(draft.itemId)
      if (quarantined.has(draft.itemId))
        refusals.push({ line, sku, rawHash, code: 'IDENTITY_TAKEN', facts: {} })
      else if (outcome && outcome !== 'published' && outcome !== 'unchanged') {
        const facts = await factsOf(outcome, categoryCode)
        refusals.push({ line, sku, rawHash, code: PROBLEM_CODES[outcome], facts })
        if (outcome === 'not_admitted' || outcome === 'contract_unsigned') waiting.push(draft.itemId)
      }
    }
    await forgetRows(trx, waiting)
  }
}

/** What is behind a refusal, asked once for each category of the file. */
function rememberFacts(trx: Transaction<Database>, rules: ReportRules) {
  const known = new Map<string, RowFinding['facts']>()
  return async (problem: DraftProblem, categoryCode: string): Promise<RowFinding['facts']> => {
    if (problem !== 'not_admitted' && problem !== 'contract_unsigned')
      return rules.behind(problem, categoryCode)
    const refusal = problem === 'not_admitted' ? 'category' : 'contract'
    const key = `${refusal} ${categoryCode}`
    const facts = known.get(key) ?? (await ruleOfRights(trx, { refusal, categoryCode }))
    known.set(key, facts)
    return facts
  }
}

/** What is wanting lies with the supplier and not with the row: the same row again must not be taken for unchanged. */
async function forgetRows(trx: Transaction<Database>, itemIds: string[]): Promise<void> {
  if (itemIds.length === 0) return
  await trx
    .updateTable('item')
    .set({ rowHash: null })
    .where('id', '=', sql<string>`ANY(${itemIds}::uuid[])`)
    .execute()
}
