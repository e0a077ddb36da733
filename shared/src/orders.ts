import { z } from 'zod'
import { fenText } from './money.ts'
import { roomCode } from './picks.ts'
import { lineText } from './text.ts'

/** Where an order stands; `domain/orders/order.ts` says which moves exist. */
export const ORDER_STATES = [
  'checkout',
  'paid',
  'shipped',
  'received',
  'completed',
  'closed',
  'refunding',
  'refunded',
] as const
export type OrderState = (typeof ORDER_STATES)[number]

export const REFUND_STATES = ['requested', 'processing', 'succeeded', 'failed'] as const
export type RefundState = (typeof REFUND_STATES)[number]

/** Whose mistake a refund makes good. `late`: nobody's, but so long after the receipt that only the supplier answers for it. */
export const FAULTS = ['none', 'late', 'supplier', 'streamer', 'platform'] as const
export type Fault = (typeof FAULTS)[number]
/** What a person may decide; `late` is only ever found by the calendar. */
export const DECIDABLE_FAULTS = ['none', 'supplier', 'streamer', 'platform'] as const satisfies Fault[]

export const CARRIERS = ['sf', 'jd', 'ems', 'zto', 'yto', 'sto', 'yunda', 'other'] as const
export type Carrier = (typeof CARRIERS)[number]

/** Why a buyer wants out before his parcel leaves. */
export const CANCEL_REASONS = ['changed_mind', 'wrong_address', 'too_slow', 'other'] as const
export type CancelReason = (typeof CANCEL_REASONS)[number]

/** What became of his wish: nobody had taken the order on yet, its supplier said yes, nothing, or no; or he took it back. */
export const CANCEL_ANSWERS = ['not_accepted_yet', 'agreed', 'silent', 'declined', 'withdrawn'] as const
export type CancelAnswer = (typeof CANCEL_ANSWERS)[number]

export const buyerContact = z.strictObject({
  name: lineText(50),
  phone: z
    .string()
    .trim()
    .regex(/^\+?[0-9][0-9 -]{5,18}[0-9]$/),
  region: lineText(100),
  address: lineText(200),
})
export type BuyerContact = z.output<typeof buyerContact>

/** A link that opens one order without an account. */
export const linkToken = z.string().regex(/^[A-Za-z0-9_-]{32}$/)

export const startCheckoutInput = z.strictObject({
  roomCode,
  itemId: z.uuid().toLowerCase(),
  /** The price that the buyer saw. */
  priceFen: fenText.transform(BigInt),
  contact: buyerContact,
  idempotencyKey: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/),
})

export const shipOrderInput = z.strictObject({
  orderId: z.uuid().toLowerCase(),
  carrier: z.enum(CARRIERS),
  trackingNo: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[0-9A-Z-]{6,40}$/),
})

/** Null promises nothing beyond the rule for all. */
export const shipPromiseInput = z.strictObject({ hours: z.int().min(1).max(720).nullable() })
