import { z } from 'zod'

/** What can stand in the account of a party's earnings; a movement of another kind is shown as `other`. */
export const ACCOUNT_KINDS = [
  'sale_settled',
  'settled_sale_refunded',
  'refund_compensated',
  'payout_requested',
  'payout_rejected',
  'payout_failed',
  'payout_returned',
  'receivable_drawn',
  'receivable_written_off',
  'adjustment_posted',
  'reversal',
  'other',
] as const
export type AccountKind = (typeof ACCOUNT_KINDS)[number]

export const accountMonth = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/)
