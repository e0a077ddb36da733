import type { DraftProblem } from '@haowu/shared/inspection.ts'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type ListingRights, readListingRights } from '#domain/onboarding/listing-rights.ts'
import { ruleOfRights } from '#domain/onboarding/rule-of-rights.ts'
import { checkDraft } from './check-draft.ts'
import { inspectorKey, type KnownInspector, resolveInspectors } from './inspector-store.ts'
import type { ReportDraft } from './report.ts'
import { newReportCode } from './report-code.ts'
import { hashDraft, writeContent } from './report-content.ts'
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
import { ruleOfProblem } from './rule-of-problem.ts'
import type { ReportSigner } from './sign-report.ts'
import { tellQuarantined } from './tell-quarantined.ts'

export interface PublishOutcome {
  itemId: string
  /** `unchanged`: the published report already says exactly this. */
  outcome: 'published' | 'unchanged' | DraftProblem
}

/**
 * Signs a report and makes it the item's current one; the version before it is superseded, a draft item becomes
 * available (or quarantined, when its identity is on offer elsewhere). Throws `report_invalid` with the `problem`, and
 * `not_admitted` when the supplier may not sell in this category or has not signed the contract that is binding now.
 */
export async function publishReport(
  trx: Transaction<Database>,
  { draft, signer }: { draft: ReportDraft; signer: ReportSigner },
): Promise<{ reportId: string; code: string }> {
  const rules = await readReportRules(trx)
  const [result] = await publishReports(trx, { drafts: [draft], signer, rules })
  if (!result) throw new DomainError('not_found', { what: 'item' })
  if (result.outcome === 'not_admitted' || result.outcome === 'contract_unsigned') {
    const refusal = result.outcome === 'not_admitted' ? 'category' : 'contract'
    const categoryCode = await categoryOf(trx, draft.itemId)
    throw new DomainError('not_admitted', {
      category: categoryCode,
      missing: refusal,
      ...(await ruleOfRights(trx, { refusal, categoryCode })),
    })
  }
  if (result.outcome !== 'published' && result.outcome !== 'unchanged') {
    const problem = result.outcome
    const categoryCode = await categoryOf(trx, draft.itemId)
    throw new DomainError('report_invalid', {
      problem,
      ...(await ruleOfProblem(trx, { problem, categoryCode })),
    })
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
  const rights = await readListingRights(
    trx,
    [...items.values()].map(item => item.supplierId),
  )
  const named = drafts.map(draft => nameAgency(draft, rules))
  const taken = await takenExternalNumbers(trx, named)
  const inspectors = await resolveInspectors(
    trx,
    named.flatMap(draft => inspectorOf(draft, items, rules) ?? []),
  )
  const outcomes: PublishOutcome[] = []
  const rows: ReportRow[] = []
  for (const draft of named) {
    const item = items.get(draft.itemId)
    if (!item) continue
    const built = buildReport(draft, item, { signer, rules, rights, taken, inspectors })
    if (typeof built !== 'string') rows.push(built)
    outcomes.push({ itemId: draft.itemId, outcome: typeof built === 'string' ? built : 'published' })
  }
  if (rows.length > 0) {
    await supersedeReports(trx, rows)
    await insertReports(trx, rows)
    await offerReportedItems(trx, rows)
    await tellQuarantined(trx, { itemIds: rows.map(row => row.itemId), today: rules.today })
  }
  return outcomes
}

async function categoryOf(trx: Transaction<Database>, itemId: string): Promise<string> {
  const { categoryCode } = await trx
    .selectFrom('item')
    .select('categoryCode')
    .where('id', '=', itemId)
    .executeTakeFirstOrThrow()
  return categoryCode
}

/** The agency by the name it is registered under, so that one agency is one name in every report. */
function nameAgency(draft: ReportDraft, rules: ReportRules): ReportDraft {
  const registered = draft.agencyName === null ? undefined : rules.agency(draft.agencyName)
  return registered ? { ...draft, agencyName: registered.name } : draft
}

/** Whose inspector it is: the agency's, or the supplier's own. Undefined where the report will be refused anyway. */
function inspectorOf(draft: ReportDraft, items: Map<string, ItemForReport>, rules: ReportRules) {
  const item = items.get(draft.itemId)
  if (!item?.mayBeReported || draft.inspectorName === '') return undefined
  if (draft.kind === 'streamer')
    return { agencyId: null, supplierId: item.supplierId, name: draft.inspectorName }
  const agency = draft.agencyName === null ? undefined : rules.agency(draft.agencyName)
  return agency && { agencyId: agency.id, supplierId: item.supplierId, name: draft.inspectorName }
}

interface Workshop {
  signer: ReportSigner
  rules: ReportRules
  rights: ListingRights
  /** Agency and number already used by another item's report; grows as reports of this batch are built. */
  taken: Map<string, string>
  inspectors: Map<string, KnownInspector>
}

function buildReport(
  draft: ReportDraft,
  item: ItemForReport,
  { signer, rules, rights, taken, inspectors }: Workshop,
): ReportRow | 'unchanged' | DraftProblem {
  if (!item.mayBeReported) return 'item_state'
  const rubric = rules.rubric(item.categoryCode)
  const factsHash = hashDraft(draft, rubric)
  if (item.publishedFactsHash?.equals(factsHash)) return 'unchanged'
  const refusal = rights.refusal(item.supplierId, item.categoryCode)
  if (refusal) return refusal === 'category' ? 'not_admitted' : 'contract_unsigned'
  const checked = checkDraft(draft, item, rules)
  if ('problem' in checked) return checked.problem
  const agencyId = draft.kind === 'third_party' ? (rules.agency(draft.agencyName ?? '')?.id ?? null) : null
  const inspector = inspectors.get(inspectorKey({ ...item, agencyId, name: draft.inspectorName }))
  if (!inspector) return 'inspector_missing'
  if (inspector.state === 'suspended') return 'inspector_suspended'
  if (draft.externalNo) {
    const key = `${draft.agencyName}\n${draft.externalNo}`
    if ((taken.get(key) ?? item.id) !== item.id) return 'external_no_taken'
    taken.set(key, item.id)
  }
  const expiresOn = lastValidDay(draft.inspectedOn, rules.validityDays(item.categoryCode))
  const content = writeContent(draft, item, {
    code: newReportCode(),
    expiresOn,
    grading: checked.grading,
    rubric,
  })
  const expiresAt = endOfBusinessDay(expiresOn)
  return {
    ...signer.signReport(content),
    itemId: item.id,
    supplierId: item.supplierId,
    agencyId,
    inspectorId: inspector.id,
    content,
    expiresAt,
    factsHash,
  }
}
