import { z } from 'zod'
import { fenText } from './money.ts'
import { linkToken } from './orders.ts'
import { blockText, lineText } from './text.ts'

/** A violation is alleged by the platform; a dispute is brought by somebody who traded. */
export const CASE_KINDS = ['violation', 'dispute'] as const
export type CaseKind = (typeof CASE_KINDS)[number]

/** Where a case stands; `domain/cases/case.ts` says which moves exist. */
export const CASE_STATES = [
  'open',
  'evidence_requested',
  'decided',
  'appealed',
  'upheld',
  'overturned',
  'executed',
  'closed',
  'withdrawn',
] as const
export type CaseState = (typeof CASE_STATES)[number]
/** States in which nothing more happens. */
export const ENDED_CASE_STATES = ['executed', 'closed', 'withdrawn'] as const satisfies CaseState[]

/** Who speaks in a case. */
export const CASE_SIDES = ['claimant', 'respondent', 'platform'] as const
export type CaseSide = (typeof CASE_SIDES)[number]

export const CLAIMANT_KINDS = ['platform', 'system', 'supplier', 'streamer', 'buyer'] as const
export type ClaimantKind = (typeof CLAIMANT_KINDS)[number]

export const CASE_OUTCOMES = ['found', 'dismissed'] as const
export type CaseOutcome = (typeof CASE_OUTCOMES)[number]

/**
 * A file given as evidence is named by the SHA-256 of its bytes and its kind, as the door that took it answered. It lies
 * in private storage in the folder of its order or case, so that a key opens nothing elsewhere.
 */
export const evidenceKey = z.string().regex(/^[0-9a-f]{64}\.(jpg|png|webp|pdf)$/)
export const photoKey = z.string().regex(/^[0-9a-f]{64}\.(jpg|png|webp)$/)
/** Of one file, in bytes; of one statement, in files; of one order or case, in files. */
export const EVIDENCE_LIMITS = { bytes: 10 * 1024 * 1024, perStatement: 9 } as const

/** What a buyer found that is not as the report says: from the page of his order, without an account. */
export const mismatchInput = z.strictObject({
  orderToken: linkToken,
  /** Of the report that was sold with the order. */
  reportCode: z.string().trim().min(1).max(20),
  /** `key` is the parameter's key in the report's template; both values in the buyer's words or the report's. */
  fields: z
    .array(z.strictObject({ key: lineText(60), expected: lineText(200), found: lineText(200) }))
    .min(1)
    .max(60),
  statement: blockText(2_000).pipe(z.string().trim().min(1)),
  photoKeys: z.array(photoKey).max(EVIDENCE_LIMITS.perStatement),
})
export type Mismatch = z.output<typeof mismatchInput>

const caseId = z.uuid().toLowerCase()
const statement = blockText(4_000).pipe(z.string().trim().min(1))

/** A supplier or a streamer brings a dispute about an order of his. */
export const openDisputeInput = z.strictObject({
  clauseCode: lineText(40),
  orderNo: lineText(40),
  statement,
  idempotencyKey: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/),
})

export const caseStatementInput = z.strictObject({
  caseId,
  statement,
  fileKeys: z.array(evidenceKey).max(EVIDENCE_LIMITS.perStatement),
})
export const buyerStatementInput = z.strictObject({
  orderToken: linkToken,
  caseNo: lineText(40),
  statement,
  photoKeys: z.array(photoKey).max(EVIDENCE_LIMITS.perStatement),
})

/** An operator opens a violation against a party. */
export const openViolationInput = z.strictObject({
  clauseCode: lineText(40),
  respondentId: z.uuid().toLowerCase(),
  orderNo: lineText(40).optional(),
  /** When it happened; the clause in force then counts. */
  eventAt: z.iso.datetime({ offset: true }).optional(),
  statement,
  idempotencyKey: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/),
})

/** What an operator decides; amounts come from the clause's formula, only `claimed` ones are set by hand. */
export const decisionInput = z.strictObject({
  caseId,
  outcome: z.enum(CASE_OUTCOMES),
  /** For clauses whose amount is set case by case, up to the clause's limit. */
  amountFen: fenText.transform(BigInt).optional(),
  refundOrder: z.boolean(),
  reason: statement,
})
export const appealDecisionInput = z.strictObject({
  caseId,
  outcome: z.enum(['upheld', 'overturned']),
  reason: statement,
})

/** Fixed sum, rate of what the buyer paid within bounds, or set case by case up to a rate of what was paid. */
export const penaltyAmount = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('fixed'), amountFen: fenText }),
  z.strictObject({
    kind: z.literal('rate'),
    rateBps: z.int().min(1).max(100_000),
    leastFen: fenText,
    mostFen: fenText,
  }),
  z.strictObject({ kind: z.literal('set'), mostRateBps: z.int().min(1).max(10_000) }),
])
export type PenaltyAmount = z.output<typeof penaltyAmount>
