/**
 * Everything a party can be told by itself, with where it leads. Each kind has its sentence in both languages
 * (client i18n `notice.json`); adding one does not compile until it has.
 */
export const NOTICE_KINDS = {
  deposit_short: 'deposit',
  deposit_restricted: 'deposit',
  deposit_restored: 'deposit',
  deposit_captured: 'deposit',
  deposit_returned: 'deposit',
  deposit_exit_paid: 'deposit',
  application_needs_info: 'application',
  application_decided: 'application',
  admission_revoked: 'application',
  agency_joined: 'agency',
  agency_bond_ended: 'agency',
  contract_published: 'contract',
  report_expires_soon: 'item',
  report_expired: 'item',
  report_revoked: 'item',
  reinspection_picked: 'item',
  identity_quarantined: 'item',
  quarantine_released: 'item',
  quarantine_withdrawn: 'item',
  case_opened: 'case',
  case_decided: 'case',
  case_appeal_decided: 'case',
  loan_requested: 'loan',
  loan_decided: 'loan',
  loan_moved: 'loan',
  loan_overdue: 'loan',
  after_sale_requested: 'after_sale',
  cancel_asked: 'order',
  receivable_opened: 'earning',
  receivable_drawn: 'earning',
  tier_changed: 'score',
  rule_published: 'rule',
  plan_requested: 'plan_request',
  plan_request_approved: 'plan_request',
  plan_request_refused: 'plan_request',
  service_proposed: 'leader_offer',
  service_accepted: 'leader_offer',
  service_declined: 'leader_offer',
  hold_revoked: 'session',
  hold_revoked_for_you: 'item',
  wait_served: 'session',
  wait_passed: 'wait',
  wait_over: 'wait',
  wait_gone: 'wait',
} as const

export type NoticeKind = keyof typeof NOTICE_KINDS
/** The kind of row a notice leads to. */
export type NoticeRef = (typeof NOTICE_KINDS)[NoticeKind]
