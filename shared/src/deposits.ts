import { z } from 'zod'
import { fenText } from './money.ts'

/** Which of the three amounts made a deposit due: the greatest counts. */
export const DUE_REASONS = ['base', 'floating', 'exposure'] as const
export type DueReason = (typeof DUE_REASONS)[number]

/** What a party whose deposit is short meets, one after the other. */
export const LADDER_STEPS = ['notified', 'no_holds', 'no_listing', 'payouts_frozen'] as const
export type LadderStep = (typeof LADDER_STEPS)[number]

/** `waiting` until every window is over, then `sent` to the rail; `unknown` until the rail has said how it ended. */
export const EXIT_STATES = ['waiting', 'sent', 'unknown', 'refunded', 'failed', 'cancelled'] as const
export type ExitState = (typeof EXIT_STATES)[number]

/** What keeps a party from taking its deposit back. The last two end by themselves on a day. */
export const EXIT_BLOCKERS = [
  'open_orders',
  'live_holds',
  'loans',
  'cases',
  'receivable',
  'no_fault_window',
  'fraud_window',
] as const
export type ExitBlockerKind = (typeof EXIT_BLOCKERS)[number]

/** Every movement of a deposit account, as the ledger names it. */
export const STATEMENT_KINDS = [
  'deposit_paid_in',
  'deposit_held',
  'deposit_hold_released',
  'deposit_hold_expired',
  'deposit_captured',
  'deposit_capture_returned',
  'receivable_drawn',
  'debt_cancelled',
  'lost_loan_returned',
  'deposit_exit_sent',
  'deposit_exit_failed',
] as const
export type StatementKind = (typeof STATEMENT_KINDS)[number]

/** A month of business days, `2026-11`. */
export const statementMonth = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/)

/** How a deposit stands, for the platform's list. */
export const DEPOSIT_STANDINGS = ['short', 'restricted', 'leaving', 'enough'] as const
export type DepositStanding = (typeof DEPOSIT_STANDINGS)[number]

export const payInDepositInput = z.strictObject({
  amountFen: fenText.transform(BigInt),
  idempotencyKey: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/),
})
