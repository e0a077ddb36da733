import type { DraftProblem } from '@haowu/shared/inspection.ts'
import { agencyProblem } from './agency-on-record.ts'
import { type GradeReason, type Grading, gradeItem, missingFields } from './grade-item.ts'
import type { InspectedItem, InspectionRow, MediaRow } from './inspection-store.ts'
import { lastValidDay, type ReportRules } from './report-rules.ts'

/** One thing that is still in the way of a signature; `field` of the template, or how many photos are asked. */
export interface Gap {
  problem: DraftProblem
  field?: string
  need?: number
  have?: number
}

export interface Assessment {
  /** By what was measured so far. */
  grading: Grading | null
  refusedBy: GradeReason | null
  gaps: Gap[]
  /** The last day on which the report will count. */
  expiresOn: string
}

export interface InspectionFacts {
  inspection: InspectionRow
  item: InspectedItem
  media: MediaRow[]
  rules: ReportRules
  photosLeast: number
}

/** The grade so far with its reasons, and everything that is missing at once, so that nobody has to press to find the next. */
export function assessInspection(facts: InspectionFacts): Assessment {
  const { inspection, item, rules } = facts
  const { template } = rules.rubric(item.categoryCode)
  const graded = gradeItem(template, inspection.measured)
  const refusedBy = 'refusedBy' in graded ? graded.refusedBy : null
  const missing = missingFields(template, inspection.measured)
  const gaps: Gap[] = [
    ...whoGaps(facts),
    ...pieceGaps(facts),
    ...missing.map(field => ({ problem: 'incomplete' as const, field: field.key })),
    ...(refusedBy ? [{ problem: 'refused_finding' as const, field: refusedBy.field }] : []),
    ...mediaGaps(facts),
  ]
  return {
    grading: 'grade' in graded && Object.keys(inspection.measured).length > 0 ? graded : null,
    refusedBy,
    gaps,
    expiresOn: lastValidDay(inspection.inspectedOn, rules.validityDays(item.categoryCode)),
  }
}

function whoGaps({ inspection, item, rules }: InspectionFacts): Gap[] {
  const gaps: Gap[] = []
  if (inspection.kind === 'streamer' && rules.requiresThirdParty(item.categoryCode, item.priceFen))
    gaps.push({ problem: 'third_party_required' })
  if (inspection.kind === 'third_party') {
    const problem = agencyProblem(rules, {
      agencyName: rules.agencyName(inspection.inspectionAgencyId),
      inspectedOn: inspection.inspectedOn,
      categoryCode: item.categoryCode,
    })
    if (problem) gaps.push({ problem })
  }
  if (inspection.inspectorName === '') gaps.push({ problem: 'inspector_missing' })
  return gaps
}

function pieceGaps({ inspection, item, rules }: InspectionFacts): Gap[] {
  const gaps: Gap[] = []
  if (item.identity !== null && !isSameNumber(item.identity, inspection.identityRead))
    gaps.push({ problem: 'identity_differs' })
  if (inspection.inspectedOn > rules.today) gaps.push({ problem: 'inspected_in_future' })
  if (lastValidDay(inspection.inspectedOn, rules.validityDays(item.categoryCode)) < rules.today)
    gaps.push({ problem: 'expired' })
  if (item.soldOn !== null && inspection.inspectedOn < item.soldOn)
    gaps.push({ problem: 'inspected_before_return' })
  return gaps
}

function mediaGaps({ inspection, item, media, photosLeast }: InspectionFacts): Gap[] {
  const gaps: Gap[] = []
  const photos = media.filter(({ role }) => role === 'photo')
  if (photos.length < photosLeast)
    gaps.push({ problem: 'photos_missing', need: photosLeast, have: photos.length })
  if (item.identity !== null && !photos.some(({ shows }) => shows === 'number'))
    gaps.push({ problem: 'number_photo_missing' })
  if (inspection.kind === 'third_party' && photos.length === media.length)
    gaps.push({ problem: 'document_missing' })
  return gaps
}

/** `IMEI:3569…` and `3569-…` are one number; of `SN:APPLE:F2L…` the brand is not engraved. */
export function isSameNumber(identity: string, read: string): boolean {
  const plain = (text: string) =>
    text
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[^0-9A-Z]/g, '')
  return plain(identity.split(':').at(-1) ?? '') === plain(read)
}
