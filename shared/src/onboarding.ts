import { z } from 'zod'
import { CATEGORY_CODES } from './catalog.ts'
import { blockText, lineText } from './text.ts'

/** Who may apply; the platform itself does not. */
export const APPLICANT_KINDS = ['supplier', 'streamer', 'agency'] as const
export type ApplicantKind = (typeof APPLICANT_KINDS)[number]

/** `join`: to take part at all. `categories`: a supplier who takes part asks for more. */
export const APPLICATION_PURPOSES = ['join', 'categories'] as const
export type ApplicationPurpose = (typeof APPLICATION_PURPOSES)[number]

export const APPLICATION_STATES = [
  'draft',
  'submitted',
  'in_review',
  'needs_info',
  'approved',
  'rejected',
  'withdrawn',
] as const
export type ApplicationState = (typeof APPLICATION_STATES)[number]

/** Papers an applicant hands in; which ones are needed is said by `needsOf` and by the rule of each category. */
export const DOCUMENT_KINDS = [
  'business_licence',
  'legal_person_id',
  'id_front',
  'id_back',
  'channel_proof',
  'agency_qualification',
  'inspection_ability',
  'data_erasure',
  'appraiser_certificate',
  'source_proof',
  'lab_agreement',
  'safety_test',
  'publication_permit',
] as const
export type DocumentKind = (typeof DOCUMENT_KINDS)[number]

export const DOCUMENT_LIMITS = { bytes: 10 * 1024 * 1024, perKind: 6 } as const
export const DOCUMENT_TYPES = ['jpg', 'png', 'webp', 'pdf'] as const
export type DocumentType = (typeof DOCUMENT_TYPES)[number]

export const TAX_KINDS = ['individual', 'sole_trader', 'company'] as const
export const INSPECTION_MODES = ['own', 'agency', 'both'] as const
export const CHANNELS = ['kuaishou', 'douyin', 'taobao', 'wechat', 'xiaohongshu', 'other'] as const

/** What an applicant fills in. Every field may be absent or unfinished while it is a draft; `findMissing` says what is left. */
export const applicationForm = z.strictObject({
  companyName: z.string().max(100).optional(),
  creditCode: z.string().max(40).optional(),
  legalPerson: z.string().max(50).optional(),
  realName: z.string().max(50).optional(),
  contactName: z.string().max(50).optional(),
  contactPhone: z.string().max(30).optional(),
  taxKind: z.enum(TAX_KINDS).optional(),
  inspectionMode: z.enum(INSPECTION_MODES).optional(),
  inspectionPlace: z.string().max(200).optional(),
  inspectors: z.int().min(0).max(10_000).optional(),
  inspectionAgency: z.string().max(100).optional(),
  equipment: blockText(1_000).optional(),
  goodsSource: blockText(1_000).optional(),
  categories: z.array(z.enum(CATEGORY_CODES)).max(CATEGORY_CODES.length).optional(),
  channels: z
    .array(
      z.strictObject({
        platform: z.enum(CHANNELS),
        account: z.string().max(60),
        followers: z.int().min(0).max(1_000_000_000),
      }),
    )
    .max(10)
    .optional(),
  streamers: z.int().min(0).max(100_000).optional(),
  history: blockText(2_000).optional(),
})
export type ApplicationForm = z.infer<typeof applicationForm>
export type FormField = keyof ApplicationForm

/** What a finding can be about: a field, the sealed number, a kind of document, or the contract. */
export type Subject = FormField | 'identityNo' | 'contract' | `document.${DocumentKind}`

export const SUBJECTS: readonly Subject[] = [
  ...(Object.keys(applicationForm.shape) as FormField[]),
  'identityNo',
  'contract',
  ...DOCUMENT_KINDS.map(kind => `document.${kind}` as const),
]

/** Why a reviewer sends something back, in words the applicant reads; more may be said beside it. */
export const REVIEW_REASONS = [
  'unreadable',
  'expired',
  'mismatch',
  'incomplete',
  'wrong_document',
  'number_wrong',
  'ability_unproven',
  'category_not_covered',
  'already_registered',
  'not_eligible',
  'other',
] as const
export type ReviewReason = (typeof REVIEW_REASONS)[number]

export const reviewFinding = z.strictObject({
  subject: z.enum(SUBJECTS as [Subject, ...Subject[]]),
  reason: z.enum(REVIEW_REASONS),
  words: blockText(500).default(''),
})
export type ReviewFinding = z.infer<typeof reviewFinding>
/** Why some of the categories that were asked for are not granted. */
export const categoryRefusal = reviewFinding.omit({ subject: true })
export type CategoryRefusal = z.infer<typeof categoryRefusal>
export const reviewFindings = z.array(reviewFinding).min(1).max(30)

/** What a reviewer must have looked at before he may approve. */
export const REVIEW_CHECKS = {
  supplier: ['licence_genuine', 'names_agree', 'ability_proven', 'categories_covered'],
  streamer: ['identity_agrees', 'channels_owned', 'tax_agrees'],
  agency: ['licence_genuine', 'names_agree', 'qualification_valid'],
} as const satisfies Record<ApplicantKind, readonly string[]>
export type ReviewCheck = (typeof REVIEW_CHECKS)[ApplicantKind][number]
export const reviewChecks: readonly ReviewCheck[] = [...new Set(Object.values(REVIEW_CHECKS).flat())]

/** What a party calls itself, and who signs up for it. */
export const signUpInput = z.strictObject({
  email: z
    .email()
    .max(320)
    .transform(email => email.trim().toLowerCase()),
  name: lineText(50),
  password: z.string().min(10).max(128),
  kind: z.enum(APPLICANT_KINDS),
  partyName: lineText(80),
})
export type SignUpInput = z.input<typeof signUpInput>

/** What a category asks of who sells in it; a rule row per category. */
export interface CategoryNeeds {
  documents: DocumentKind[]
  minInspectors: number
}

/** What the applicant is to do next, or what he waits for. */
export const NEXT_STEPS = [
  'fill_in',
  'hand_in',
  'wait_for_review',
  'answer',
  'appeal',
  'begin_again',
  'pay_deposit',
] as const
export type NextStep = (typeof NEXT_STEPS)[number]

/** Which applications a reviewer looks at. */
export const REVIEW_VIEWS = ['waiting', 'asked', 'decided'] as const
export type ReviewView = (typeof REVIEW_VIEWS)[number]

/** The next version of what a kind of party signs: whole, in both languages. */
export const publishContractInput = z.strictObject({
  kind: z.enum(APPLICANT_KINDS),
  clauses: z
    .array(z.strictObject({ zh: blockText(1_000).trim().min(1), en: blockText(2_000).trim().min(1) }))
    .min(1)
    .max(50),
  effectiveFrom: z.iso.datetime({ offset: true }),
})
