import type { Grading } from './grade-item.ts'
import type { ReportContent, ReportDraft } from './report.ts'
import { hashReport } from './sign-report.ts'
import type { Rubric } from './rubric.ts'

/** The piece as the report describes it. */
export interface DescribedItem {
  categoryCode: string
  brand: string | null
  model: string | null
  title: string
  identity: string | null
  lastVersion: number
}

/** What is signed: the draft, the piece, and the grade that follows from them. */
export function writeContent(
  draft: ReportDraft,
  item: DescribedItem,
  { code, expiresOn, grading, rubric }: { code: string; expiresOn: string; grading: Grading; rubric: Rubric },
): ReportContent {
  const { template } = rubric
  const { place = null, tools = [], marks = [], media = [] } = draft.details ?? {}
  return {
    v: 2,
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
    place,
    tools,
    marks,
    media,
    grade: grading.grade,
    gradeReasons: grading.reasons,
    rubricVersion: rubric.version,
  } as unknown as ReportContent
}

/** Two drafts with this hash say the same about the same piece, graded by the same rubric. */
export function hashDraft(draft: ReportDraft, rubric: Rubric): Buffer {
  const { code, version } = rubric.template
  const { kind, agencyName, inspectorName, externalNo, inspectedOn, identity, measured, defects, details } =
    draft
  const facts = { kind, agencyName, inspectorName, externalNo, inspectedOn, identity, measured, defects }
  return hashReport({
    facts: details ? { ...facts, details: JSON.stringify(details) } : facts,
    by: { code, version, rubric: rubric.version },
  })
}
