import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { checkDraft, type DraftProblem } from './check-draft.ts'
import { gradeItem, RUBRIC_VERSION } from './grade-item.ts'
import type { ReportContent, ReportDraft } from './report.ts'
import { newReportCode } from './report-code.ts'
import { endOfBusinessDay, lastValidDay, readReportRules, type ReportRules } from './report-rules.ts'
import {
  insertReports,
  type ItemForReport,
  lockItemsForReports,
  offerReportedItems,
  type ReportRow,
  supersedeReports,
  takenExternalNumbers,
} from './report-store.ts'
import { hashReport, type ReportSigner } from './sign-report.ts'
import { templateFor } from './template.ts'

export interface PublishOutcome {
  itemId: string
  /** `unchanged`: the published report already says exactly this. */
  outcome: 'published' | 'unchanged' | DraftProblem
}

/**
 * Signs a report and makes it the item's current one; the version before it is superseded, a draft item becomes
 * available (or quarantined, when its identity is on offer elsewhere). Throws `report_invalid` with the `problem`.
 */
export async function publishReport(
  trx: Transaction<Database>,
  { draft, signer }: { draft: ReportDraft; signer: ReportSigner },
): Promise<{ reportId: string; code: string }> {
  const rules = await readReportRules(trx)
  const [result] = await publishReports(trx, { drafts: [draft], signer, rules })
  if (!result) throw new DomainError('not_found', { what: 'item' })
  if (result.outcome !== 'published' && result.outcome !== 'unchanged') {
    throw new DomainError('report_invalid', { problem: result.outcome })
  }
  const report = await trx
    .selectFrom('report')
    .select(['id', 'code'])
    .where('itemId', '=', draft.itemId)
    .where('state', '=', 'published')
    .executeTakeFirstOrThrow()
  return { reportId: report.id, code: report.code }
}

/** The same for many items in a few statements, one draft per item. Unknown items have no outcome; a refused draft changes nothing. */
export async function publishReports(
  trx: Transaction<Database>,
  { drafts, signer, rules }: { drafts: ReportDraft[]; signer: ReportSigner; rules: ReportRules },
): Promise<PublishOutcome[]> {
  const items = await lockItemsForReports(
    trx,
    drafts.map(draft => draft.itemId),
  )
  const taken = await takenExternalNumbers(trx, drafts)
  const outcomes: PublishOutcome[] = []
  const rows: ReportRow[] = []
  for (const draft of drafts) {
    const item = items.get(draft.itemId)
    if (!item) continue
    const built = buildReport(draft, item, { signer, rules, taken })
    if (typeof built !== 'string') rows.push(built)
    outcomes.push({ itemId: draft.itemId, outcome: typeof built === 'string' ? built : 'published' })
  }
  if (rows.length > 0) {
    await supersedeReports(trx, rows)
    await insertReports(trx, rows)
    await offerReportedItems(trx, rows)
  }
  return outcomes
}

interface Workshop {
  signer: ReportSigner
  rules: ReportRules
  /** Agency and number already used by another item's report; grows as reports of this batch are built. */
  taken: Map<string, string>
}

function buildReport(
  draft: ReportDraft,
  item: ItemForReport,
  { signer, rules, taken }: Workshop,
): ReportRow | 'unchanged' | DraftProblem {
  if (!item.mayBeReported) return 'item_state'
  const factsHash = hashDraft(draft, item)
  if (item.publishedFactsHash?.equals(factsHash)) return 'unchanged'
  const checked = checkDraft(draft, item, rules)
  if ('problem' in checked) return checked.problem
  if (draft.externalNo) {
    const key = `${draft.agencyName}\n${draft.externalNo}`
    if ((taken.get(key) ?? item.id) !== item.id) return 'external_no_taken'
    taken.set(key, item.id)
  }
  const expiresOn = lastValidDay(draft.inspectedOn, rules.validityDays(item.categoryCode))
  const content = contentOf(draft, item, { code: newReportCode(), expiresOn })
  const expiresAt = endOfBusinessDay(expiresOn)
  return {
    ...signer.signReport(content),
    itemId: item.id,
    supplierId: item.supplierId,
    content,
    expiresAt,
    factsHash,
  }
}

function contentOf(
  draft: ReportDraft,
  item: ItemForReport,
  { code, expiresOn }: { code: string; expiresOn: string },
): ReportContent {
  const template = templateFor(item.categoryCode)
  const grading = gradeItem(template, draft.measured)
  if ('refusedBy' in grading) throw new Error('a refused finding passed the check')
  return {
    v: 1,
    code,
    version: item.lastVersion + 1,
    kind: draft.kind,
    agency: draft.agencyName,
    inspector: draft.inspectorName,
    externalNo: draft.externalNo,
    inspectedOn: draft.inspectedOn,
    expiresOn,
    item: {
      category: item.categoryCode,
      brand: item.brand,
      model: item.model,
      title: item.title,
      identity: item.identity,
    },
    template: { code: template.code, version: template.version },
    measured: draft.measured,
    defects: draft.defects,
    grade: grading.grade,
    gradeReasons: grading.reasons,
    rubricVersion: RUBRIC_VERSION,
  } as ReportContent
}

/** Two drafts with this hash say the same about the same piece, graded by the same rubric. */
function hashDraft(draft: ReportDraft, item: ItemForReport): Buffer {
  const { code, version } = templateFor(item.categoryCode)
  const { kind, agencyName, inspectorName, externalNo, inspectedOn, identity, measured, defects } = draft
  return hashReport({
    facts: { kind, agencyName, inspectorName, externalNo, inspectedOn, identity, measured, defects },
    by: { code, version, rubric: RUBRIC_VERSION },
  })
}
