import { z } from 'zod'
import { photoKey } from './cases.ts'
import { fenText } from './money.ts'
import { CARRIERS, DECIDABLE_FAULTS, linkToken } from './orders.ts'
import { blockText } from './text.ts'

/** The buyer keeps the goods, or sends them back. */
export const AFTER_SALE_KINDS = ['refund_only', 'return'] as const
export type AfterSaleKind = (typeof AFTER_SALE_KINDS)[number]

/** Where an after-sale stands; `domain/after-sales/after-sale.ts` says which moves exist. */
export const AFTER_SALE_STATES = [
  'requested',
  'offered',
  'refused',
  'returning',
  'in_return',
  'inspecting',
  'disputed',
  'refunding',
  'refunded',
  'closed',
] as const
export type AfterSaleState = (typeof AFTER_SALE_STATES)[number]
export const ENDED_AFTER_SALE_STATES = ['refunded', 'closed'] as const satisfies AfterSaleState[]

export const AFTER_SALE_REASONS = [
  'not_as_reported',
  'defect',
  'missing_part',
  'wrong_item',
  'streamer_claim',
  'not_received',
  'no_longer_wanted',
] as const
export type AfterSaleReason = (typeof AFTER_SALE_REASONS)[number]

/** What a returned piece turned out to be. */
export const RETURN_OUTCOMES = ['as_sent', 'damaged', 'swapped'] as const
export type ReturnOutcome = (typeof RETURN_OUTCOMES)[number]

export const AFTER_SALE_LIMITS = { perOrder: 3, photos: 9 } as const

const amountFen = fenText.transform(BigInt).refine(fen => fen > 0n)
const words = blockText(2_000).pipe(z.string().trim().min(1))
const photoKeys = z.array(photoKey).max(AFTER_SALE_LIMITS.photos)
const afterSaleId = z.uuid().toLowerCase()

export const requestAfterSaleInput = z.strictObject({
  linkToken,
  kind: z.enum(AFTER_SALE_KINDS),
  reason: z.enum(AFTER_SALE_REASONS),
  /** A part of what was paid; all of it when nothing is said, and always when the goods come back. */
  amountFen: amountFen.optional(),
  words,
  photoKeys,
})

/** Both sides may say something with each step of theirs. */
export const byLinkInput = z.strictObject({ linkToken, afterSaleId })
export const escalateInput = byLinkInput.extend({ words, photoKeys })
export const sendReturnInput = byLinkInput.extend({
  carrier: z.enum(CARRIERS),
  trackingNo: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[0-9A-Z-]{6,40}$/),
})

export const oneAfterSale = z.strictObject({ afterSaleId })
export const answerAfterSaleInput = z.discriminatedUnion('answer', [
  z.strictObject({ afterSaleId, answer: z.literal('agree') }),
  z.strictObject({ afterSaleId, answer: z.literal('offer'), amountFen, words }),
  z.strictObject({ afterSaleId, answer: z.literal('refuse'), words }),
])

export const inspectReturnInput = z.strictObject({
  afterSaleId,
  /** The serial number as it is read off the piece; null where the goods carry none. */
  identity: z.string().trim().min(1).max(64).nullable(),
  outcome: z.enum(RETURN_OUTCOMES),
  /** What is otherwise than the report says that the piece was sold on, by field of its template. */
  found: z
    .record(z.string().max(40), z.union([z.string().max(40), z.int()]))
    .refine(values => Object.keys(values).length <= 60)
    .default({}),
  words: blockText(2_000).pipe(z.string().trim()),
})

export const ruleAfterSaleInput = z.strictObject({
  afterSaleId,
  /** What the buyer gets; null for nothing. */
  amountFen: amountFen.nullable(),
  /** Whether he must send the goods back first. */
  sendsBack: z.boolean(),
  fault: z.enum(DECIDABLE_FAULTS),
  words,
})
