import type { DraftProblem } from '@haowu/shared/inspection.ts'
import { agencyProblem } from './agency-on-record.ts'
import type { Grading } from './grade-item.ts'
import { gradeItem, missingFields } from './grade-item.ts'
import type { ReportDraft } from './report.ts'
import { lastValidDay, type ReportRules } from './report-rules.ts'

export interface ReportedItem {
  categoryCode: string
  identity: string | null
  priceFen: bigint
  /** The day it was last sold, of a piece that has come back: what was found before then says nothing about it now. */
  soldOn?: string | null
}

export type DraftCheck = { grading: Grading } | { problem: DraftProblem; field?: string }

/** The rules a report must meet before it is signed; the importer asks the same question while it validates a row. */
export function checkDraft(
  draft: Omit<ReportDraft, 'itemId'>,
  item: ReportedItem,
  rules: ReportRules,
): DraftCheck {
  const { template } = rules.rubric(item.categoryCode)
  if (draft.identity !== item.identity) return { problem: 'identity_differs' }
  const [missing] = missingFields(template, draft.measured)
  if (missing) return { problem: 'incomplete', field: missing.key }
  if (draft.inspectedOn > rules.today) return { problem: 'inspected_in_future' }
  if (lastValidDay(draft.inspectedOn, rules.validityDays(item.categoryCode)) < rules.today)
    return { problem: 'expired' }
  if (item.soldOn && draft.inspectedOn < item.soldOn) return { problem: 'inspected_before_return' }
  if (draft.kind === 'third_party') {
    const problem = agencyProblem(rules, { ...draft, categoryCode: item.categoryCode })
    if (problem) return { problem }
  }
  if (draft.kind === 'streamer' && rules.requiresThirdParty(item.categoryCode, item.priceFen)) {
    return { problem: 'third_party_required' }
  }
  const grading = gradeItem(template, draft.measured)
  if ('refusedBy' in grading) return { problem: 'refused_finding', field: grading.refusedBy.field }
  return { grading }
}
