import { z } from 'zod'

export const PAYOUT_STATES = [
  'requested',
  'approved',
  'rejected',
  'sent',
  'unknown',
  'confirmed',
  'failed',
  'returned',
] as const
export type PayoutState = (typeof PAYOUT_STATES)[number]

export const PAYOUT_BATCH_STATES = ['collected', 'submitted', 'approved', 'rejected'] as const
export type PayoutBatchState = (typeof PAYOUT_BATCH_STATES)[number]

/** How a batch reaches the bank: line by line over the rail, or as one file. */
export const PAYOUT_WAYS = ['rail', 'file'] as const
export type PayoutWay = (typeof PAYOUT_WAYS)[number]

/** Why a party with money is not in the batch of a day. */
export type LeftOutReason =
  | 'blocked'
  | 'frozen'
  | 'owes'
  | 'below_least'
  | 'no_account'
  | 'cooling_off'
  | 'invoice_needed'
  | 'tax_takes_all'

export const SHARE_ROLES = ['supplier', 'streamer', 'agency', 'leader', 'platform'] as const
export type ShareRole = (typeof SHARE_ROLES)[number]

/** ¥1: below it a transfer costs more than it brings. */
export const LEAST_PAYOUT_FEN = 100n

/** Why an earning cannot be paid out yet, or that it can. */
export const EARNING_STATES = [
  'waiting_shipment',
  'waiting_receipt',
  'maturing',
  'due',
  'refunding',
  'payable',
  'reversed',
] as const
export type EarningState = (typeof EARNING_STATES)[number]

/** An amount to pay out, whole fen as text, at least ¥1. */
export const payoutAmount = z
  .string()
  .regex(/^[1-9][0-9]{0,14}$/)
  .transform(BigInt)
  .refine(amountFen => amountFen >= LEAST_PAYOUT_FEN)

export const requestPayoutInput = z.strictObject({
  amountFen: payoutAmount,
  /** Of companies. */
  invoiceNo: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[0-9A-Z-]{8,32}$/)
    .optional(),
  /** Made once per wish, for example a UUID when the dialog opens. */
  idempotencyKey: z.string().regex(/^[\w-]{8,64}$/),
})
