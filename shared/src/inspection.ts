import { z } from 'zod'
import { CATEGORY_CODES, REPORT_KINDS } from './catalog.ts'

/** `draft`: prepared, nothing measured yet. `inspecting`: the piece is on the table. The other two are the end. */
export const INSPECTION_STATES = ['draft', 'inspecting', 'published', 'abandoned'] as const
export type InspectionState = (typeof INSPECTION_STATES)[number]

/** What a photo shows; `document` is the agency's own report. */
export const PHOTO_VIEWS = ['front', 'back', 'side', 'number', 'defect', 'accessories', 'other'] as const
export type PhotoView = (typeof PHOTO_VIEWS)[number]
export const MEDIA_SHOWS = [...PHOTO_VIEWS, 'document'] as const
export type MediaShows = (typeof MEDIA_SHOWS)[number]

export const MARK_KINDS = ['scratch', 'dent', 'crack', 'stain', 'wear', 'missing', 'repair', 'other'] as const
export type MarkKind = (typeof MARK_KINDS)[number]

/** Parts of a thousand of the photo's width and height, from its upper left corner. */
export const markRegion = z
  .strictObject({
    x: z.int().min(0).max(1000),
    y: z.int().min(0).max(1000),
    w: z.int().min(1).max(1000),
    h: z.int().min(1).max(1000),
  })
  .refine(({ x, y, w, h }) => x + w <= 1000 && y + h <= 1000, { error: 'the region leaves the photo' })
export type MarkRegion = z.output<typeof markRegion>

/** A defect where it is: a place on one of the photos. */
export const defectMark = z.strictObject({
  photo: z.string().regex(/^[0-9a-f]{64}$/),
  region: markRegion,
  kind: z.enum(MARK_KINDS),
  note: z.string().trim().max(100),
})
export type DefectMark = z.output<typeof defectMark>

/** In what a number is measured, in both languages; the English one in the plural, where it has one. */
export interface MeasureUnit {
  unit: string
  unitEn: string
}

/** A measured number with its unit, as each language writes it: 312次 and 312 cycles, 91% in both. */
export function measureInWords(
  value: string | number,
  { unit, unitEn }: MeasureUnit,
): { zh: string; en: string } {
  const counted = Number(value) === 1 ? unitEn.replace(/s$/, '') : unitEn
  return { zh: `${value}${unit}`, en: /^[%°]$/.test(unitEn) ? `${value}${unitEn}` : `${value} ${counted}` }
}

export const INSPECTION_LIMITS = { marks: 40, photos: 30, documents: 5, tools: 12 } as const

/** What a touch on the inspection changes; what is left out stays. */
export const inspectionChange = z.strictObject({
  kind: z.enum(REPORT_KINDS).optional(),
  inspectionAgencyId: z.uuid().nullable().optional(),
  inspectorName: z.string().trim().max(40).optional(),
  externalNo: z.string().trim().max(64).nullable().optional(),
  inspectedOn: z.iso.date().optional(),
  place: z.string().trim().max(80).optional(),
  tools: z.array(z.string().trim().min(1).max(40)).max(INSPECTION_LIMITS.tools).optional(),
  identityRead: z.string().trim().max(80).optional(),
  /** By field of the template; null takes a value back. */
  measured: z
    .record(z.string().max(40), z.union([z.string().max(40), z.int(), z.null()]))
    .refine(values => Object.keys(values).length <= 60)
    .optional(),
  marks: z.array(defectMark).max(INSPECTION_LIMITS.marks).optional(),
  defects: z.string().trim().max(500).optional(),
})
export type InspectionChange = z.output<typeof inspectionChange>

/** Why an inspection cannot be signed yet, or a report not published. */
export const DRAFT_PROBLEMS = [
  'identity_differs',
  'incomplete',
  'refused_finding',
  'inspected_in_future',
  'expired',
  'agency_missing',
  'agency_unknown',
  'agency_suspended',
  'agency_lapsed',
  'agency_category',
  'inspector_missing',
  'inspector_suspended',
  'third_party_required',
  'external_no_taken',
  'photos_missing',
  'number_photo_missing',
  'document_missing',
  'inspected_before_return',
  'item_state',
  'not_admitted',
  'contract_unsigned',
] as const
export type DraftProblem = (typeof DRAFT_PROBLEMS)[number]

export const AGENCY_STATES = ['active', 'suspended'] as const
const optionalNo = z
  .string()
  .trim()
  .max(40)
  .transform(text => text || null)
  .nullable()

/** An agency as an operator enters it; it shows at least one of the two marks. */
export const agencyFacts = z
  .strictObject({
    name: z.string().trim().min(2).max(80),
    licenceNo: z.string().trim().min(4).max(40),
    cnasNo: optionalNo,
    cmaNo: optionalNo,
    validUntil: z.iso.date(),
    categories: z.array(z.enum(CATEGORY_CODES)).min(1).max(CATEGORY_CODES.length),
  })
  .refine(({ cnasNo, cmaNo }) => cnasNo !== null || cmaNo !== null, {
    path: ['cmaNo'],
    error: 'a mark is missing',
  })
export type AgencyFacts = z.output<typeof agencyFacts>

export const REINSPECTION_STATES = ['picked', 'done', 'impossible'] as const
export const REINSPECTION_OUTCOMES = ['match', 'differs'] as const

/** One field that was found to be otherwise than reported; `identity` for the number on the piece. */
export const difference = z.strictObject({
  field: z.string().min(1).max(40),
  found: z.union([z.string().trim().min(1).max(80), z.int()]),
})
export type Difference = z.output<typeof difference>

/** What operators may narrow reports by. `blocked`: revoked, and orders that were sold on it wait for a look. */
export const REPORT_DESK_STATES = [
  'published',
  'expiring',
  'expired',
  'superseded',
  'revoked',
  'blocked',
] as const
export type ReportDeskState = (typeof REPORT_DESK_STATES)[number]

/** Why a piece is set aside: its number is on offer elsewhere, was and is no longer, or it came back otherwise than lent. */
export const QUARANTINE_CAUSES = ['clash', 'cleared', 'loan'] as const
export type QuarantineCause = (typeof QUARANTINE_CAUSES)[number]
