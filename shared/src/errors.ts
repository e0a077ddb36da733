/**
 * Every expected failure a person can meet. A code is stable: screens translate it, API clients switch on it.
 * Adding one does not compile until each door (api/error-map.ts, jobs/failures.ts) and both languages answer it.
 */
export const ERROR_CODES = [
  // Who asks, and how.
  'unauthenticated',
  'forbidden',
  'not_found',
  'bad_request',
  'bad_json',
  'method_not_allowed',
  'unsupported_media_type',
  'payload_too_large',
  'batch_too_large',
  'csrf',
  'too_many_requests',
  'unavailable',
  'internal',
  'idempotency_conflict',
  'in_progress',
  'stale_version',
  // Files and imports.
  'empty_file',
  'no_rows',
  'not_csv',
  'workbook_unreadable',
  'workbook_encrypted',
  'archive_unreadable',
  'unknown_encoding',
  'missing_column',
  'duplicate_column',
  'nameless_column',
  'unclosed_quote',
  'too_many_rows',
  'too_many_columns',
  'file_too_large',
  'import_not_ready',
  'import_superseded',
  'import_braked',
  'undo_expired',
  'limit_reached',
  'nothing_to_change',
  'feed_address_refused',
  'feed_not_on',
  // Items, reports, holds.
  'item_unavailable',
  'item_held_elsewhere',
  'not_sold_elsewhere',
  'report_missing',
  'report_invalid',
  'deposit_short',
  'no_plan',
  'price_out_of_range',
  'session_closed',
  'hold_window',
  'hold_limit',
  // Orders and payment.
  'hold_expired',
  'price_changed',
  'order_state',
  'payment_refused',
  'rail_unavailable',
  'signature_invalid',
  // Money.
  'insufficient_balance',
  'hold_resolved',
  'period_closed',
  'payee_account_missing',
  'payout_state',
  'maker_checker',
  'rate_sum_too_high',
  'rule_notice_too_short',
  // Trust: onboarding, deposits, cases, loans.
  'party_restricted',
  'not_admitted',
  'documents_missing',
  'case_state',
  'second_person_needed',
  'deadline_passed',
  'exit_blocked',
  'loan_state',
  'application_state',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** What fills the blanks of a message. Amounts are fen as text, so that the screen formats them. */
export type ErrorFacts = Record<string, string | number | boolean | null>
