import { DomainError } from '@haowu/server/domain/domain-error.ts'
import type { ErrorCode } from '@haowu/shared/errors.ts'

/**
 * `retry`: it may pass by itself. `discard`: asking again gives the same answer and nothing is lost by letting go.
 * `page`: it must never happen in the background; a person has to look.
 */
export type FailureAnswer = 'retry' | 'discard' | 'page'

const ANSWERS = {
  unauthenticated: 'page',
  forbidden: 'page',
  not_found: 'discard',
  bad_request: 'page',
  bad_json: 'page',
  method_not_allowed: 'page',
  unsupported_media_type: 'page',
  payload_too_large: 'page',
  batch_too_large: 'page',
  csrf: 'page',
  too_many_requests: 'retry',
  unavailable: 'retry',
  internal: 'retry',
  idempotency_conflict: 'page',
  in_progress: 'retry',
  stale_version: 'retry',

  // The import itself has recorded what is wrong with the file.
  empty_file: 'discard',
  no_rows: 'discard',
  not_csv: 'discard',
  archive_unreadable: 'discard',
  workbook_unreadable: 'discard',
  workbook_encrypted: 'discard',
  unknown_encoding: 'discard',
  missing_column: 'discard',
  duplicate_column: 'discard',
  nameless_column: 'discard',
  unclosed_quote: 'discard',
  too_many_rows: 'discard',
  too_many_columns: 'discard',
  file_too_large: 'discard',
  import_not_ready: 'discard',
  import_superseded: 'discard',
  import_braked: 'discard',
  undo_expired: 'discard',
  limit_reached: 'discard',
  nothing_to_change: 'discard',
  feed_address_refused: 'discard',
  feed_not_on: 'discard',

  item_unavailable: 'discard',
  item_held_elsewhere: 'discard',
  not_sold_elsewhere: 'discard',
  report_missing: 'discard',
  report_invalid: 'discard',
  deposit_short: 'discard',
  no_plan: 'discard',
  price_out_of_range: 'discard',
  session_closed: 'discard',
  hold_window: 'discard',
  hold_limit: 'discard',
  hold_discipline: 'discard',
  line_full: 'discard',
  line_too_many: 'discard',
  revoke_too_late: 'discard',

  hold_expired: 'discard',
  price_changed: 'discard',
  order_state: 'discard',
  after_sale_state: 'discard',
  after_sale_window: 'discard',
  refund_exceeds: 'discard',
  write_off_exceeds: 'discard',
  write_off_state: 'discard',
  payment_refused: 'page',
  rail_unavailable: 'retry',
  signature_invalid: 'page',

  insufficient_balance: 'page',
  hold_resolved: 'discard',
  period_closed: 'page',
  payee_account_missing: 'page',
  payee_account_rests: 'discard',
  invoice_needed: 'discard',
  payout_state: 'discard',
  maker_checker: 'page',
  rate_sum_too_high: 'page',
  plan_state: 'discard',
  rule_notice_too_short: 'page',

  party_restricted: 'discard',
  not_admitted: 'discard',
  documents_missing: 'page',
  email_unverified: 'page',
  agency_bound: 'discard',
  invitation_invalid: 'discard',
  verification_invalid: 'page',
  case_state: 'discard',
  second_person_needed: 'page',
  deadline_passed: 'discard',
  exit_blocked: 'discard',
  loan_state: 'discard',
  loan_too_long: 'discard',
  loan_too_many: 'discard',
  borrower_short: 'discard',
  loan_not_lost_yet: 'discard',
  application_state: 'discard',
} as const satisfies Record<ErrorCode, FailureAnswer>

/** What to do about an error of a handler. An error we do not know (a lost connection, a bug) is tried again, in bounds. */
export function answerFailure(error: unknown): FailureAnswer {
  return error instanceof DomainError ? ANSWERS[error.code] : 'retry'
}
