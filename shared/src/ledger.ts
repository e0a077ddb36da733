import { z } from 'zod'

/** Every kind of account; accounts of a party have the party's id behind it. */
export const ACCOUNT_KINDS_OF_CHART = [
  'A:CHANNEL',
  'A:CHANNEL_KUAISHOU',
  'A:BANK',
  'A:DEPOSIT_BANK',
  'A:SUSPENSE',
  'A:RECEIVABLE',
  'L:ESCROW',
  'L:REFUND_DUE',
  'L:DEFERRED',
  'L:TAX_PAYABLE',
  'L:PENDING',
  'L:AVAILABLE',
  'L:RESERVE',
  'L:PAYOUT_DUE',
  'L:SENT',
  'L:DEPOSIT',
  'L:DEPOSIT_HELD',
  'I:COMMISSION',
  'I:COMMISSION_REFUND',
  'I:PENALTY',
  'E:CHANNEL_FEE',
  'E:SUBSIDY',
  'E:BAD_DEBT',
  'E:COMPENSATION',
] as const
export type ChartKind = (typeof ACCOUNT_KINDS_OF_CHART)[number]

/** What entries are of; one that is not named here is shown by its own word. */
export const ENTRY_KINDS = [
  'sale_captured',
  'sale_split',
  'sale_settled',
  'reserve_released',
  'sale_refunded',
  'settled_sale_refunded',
  'escrow_refunded',
  'refund_compensated',
  'refund_paid',
  'late_payment_received',
  'unmatched_payment_received',
  'payout_requested',
  'payout_rejected',
  'payout_sent',
  'payout_confirmed',
  'payout_failed',
  'payout_returned',
  'receivable_recouped',
  'receivable_drawn',
  'receivable_written_off',
  'case_penalty_owed',
  'debt_cancelled',
  'deposit_paid_in',
  'deposit_held',
  'deposit_hold_released',
  'deposit_hold_expired',
  'deposit_captured',
  'deposit_capture_returned',
  'deposit_exit_sent',
  'deposit_exit_failed',
  'deposit_paid_out',
  'lost_loan_returned',
  'channel_handed_over',
  'batch_charged',
  'break_adjusted',
  'adjustment_posted',
  'reversal',
] as const

/** What of the ledger is looked at: by screen, by file and in the address of both. */
export const ledgerFilter = z.object({
  account: z.enum(ACCOUNT_KINDS_OF_CHART).optional(),
  partyId: z.uuid().toLowerCase().optional(),
  orderNo: z.string().trim().min(1).max(40).optional(),
  kind: z
    .string()
    .regex(/^[a-z_]{1,60}$/)
    .optional(),
  dayFrom: z.iso.date().optional(),
  dayTo: z.iso.date().optional(),
})
export type LedgerFilter = z.infer<typeof ledgerFilter>

/** Rows that one page of the ledger holds at most. */
export const LEDGER_PAGE = 500
