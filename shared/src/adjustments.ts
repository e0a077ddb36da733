import { z } from 'zod'
import { evidenceKey } from './cases.ts'
import { fenText } from './money.ts'
import { SHARE_ROLES } from './settlement.ts'
import { blockText } from './text.ts'

/** Two accounts between which money may be moved by hand, one of them a party's. */
export const PARTY_PAIRS = [
  'compensation_paid',
  'compensation_returned',
  'subsidy_paid',
  'subsidy_returned',
  'commission_returned',
  'commission_charged',
  'penalty_returned',
  'suspense_to_party',
  'party_to_suspense',
] as const
export type PartyPair = (typeof PARTY_PAIRS)[number]

/** Both of them the platform's own. */
export const PLATFORM_PAIRS = [
  'suspense_to_fee',
  'fee_to_suspense',
  'suspense_to_loss',
  'loss_to_suspense',
] as const
export type PlatformPair = (typeof PLATFORM_PAIRS)[number]
export const ADJUSTMENT_PAIRS = [...PARTY_PAIRS, ...PLATFORM_PAIRS] as const
export type AdjustmentPair = PartyPair | PlatformPair

export const isPartyPair = (pair: string): pair is PartyPair => PARTY_PAIRS.some(each => each === pair)

export const ADJUSTMENT_REASONS = [
  'wrong_split',
  'wrong_fee',
  'goodwill',
  'unidentified_money',
  'objection',
  'bank_error',
  'other',
] as const
export type AdjustmentReason = (typeof ADJUSTMENT_REASONS)[number]

export const ADJUSTMENT_STATES = ['draft', 'waiting', 'posted', 'refused', 'reversed', 'discarded'] as const
export type AdjustmentState = (typeof ADJUSTMENT_STATES)[number]

const amount = fenText.transform(BigInt).refine(fen => fen > 0n)
const words = blockText(500).trim().min(4)

export const adjustmentLineInput = z
  .strictObject({
    pair: z.enum(ADJUSTMENT_PAIRS),
    partyId: z.uuid().toLowerCase().nullable(),
    amountFen: amount,
  })
  .refine(({ pair, partyId }) => isPartyPair(pair) === (partyId !== null), {
    error: 'a party where the pair has one, and none where it has none',
  })

export const adjustmentInput = z.strictObject({
  reason: z.enum(ADJUSTMENT_REASONS),
  note: words,
  evidenceKey,
  lines: z.array(adjustmentLineInput).min(1).max(20),
})
export type AdjustmentInput = z.output<typeof adjustmentInput>

export const OBJECTION_STATES = ['open', 'answered', 'withdrawn'] as const
export const objectionWords = words

/** Which line somebody objects to: his share of an order, or a movement of his account in a month. */
export const objectedLine = z.discriminatedUnion('of', [
  z.strictObject({
    of: z.literal('share'),
    orderNo: z.string().min(1).max(40),
    role: z.enum(SHARE_ROLES),
  }),
  z.strictObject({
    of: z.literal('account'),
    month: z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/),
    transactionId: z.string().regex(/^\d{1,18}$/),
    orderNo: z.string().min(1).max(40).nullable(),
  }),
])
export type ObjectedLine = z.output<typeof objectedLine>

/** The names by which a line is objected to only once at a time. */
export const shareLineKey = ({ orderId, role }: { orderId: string; role: string }) =>
  `share:${orderId}:${role}`
export const accountLineKey = ({
  transactionId,
  orderNo,
}: {
  transactionId: string
  orderNo: string | null
}) => `account:${transactionId}:${orderNo ?? ''}`
