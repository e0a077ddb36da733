import type { LinkProps } from '@tanstack/react-router'
import type { Outputs } from '#api/api.ts'
import type { IconName } from '#ui/icon.tsx'

export type Membership = Outputs['me']['get']['memberships'][number]
export type Role = Membership['role']
export type NavKey = keyof typeof NAVIGATION
export type NavItem = { to: NonNullable<LinkProps['to']>; icon: IconName; external?: true }

/** Every place of the workspace once; the roles below say who sees which, in which order. */
export const NAVIGATION = {
  items: { to: '/items', icon: 'items' },
  imports: { to: '/imports', icon: 'upload' },
  feeds: { to: '/feeds', icon: 'swap' },
  plans: { to: '/plans', icon: 'plan' },
  planRequests: { to: '/plan-requests', icon: 'plan' },
  recruiting: { to: '/recruiting', icon: 'plan' },
  apiKeys: { to: '/api-keys', icon: 'link' },
  holds: { to: '/holds', icon: 'queue' },
  orders: { to: '/orders', icon: 'truck' },
  channelGoods: { to: '/channel-goods', icon: 'link' },
  otherRooms: { to: '/other-rooms', icon: 'order' },
  channelDesk: { to: '/operator/other-rooms', icon: 'order' },
  afterSales: { to: '/after-sales', icon: 'swap' },
  afterSaleDesk: { to: '/operator/after-sales', icon: 'swap' },
  plaza: { to: '/plaza', icon: 'plaza' },
  cart: { to: '/cart', icon: 'cart' },
  sessions: { to: '/sessions', icon: 'session' },
  sales: { to: '/sales', icon: 'order' },
  loans: { to: '/loans', icon: 'loan' },
  deposit: { to: '/deposit', icon: 'deposit' },
  earnings: { to: '/earnings', icon: 'earnings' },
  score: { to: '/score', icon: 'score' },
  overview: { to: '/finance', icon: 'overview' },
  ledgerOrders: { to: '/finance/orders', icon: 'order' },
  ledger: { to: '/finance/ledger', icon: 'audit' },
  settlements: { to: '/finance/settlements', icon: 'settlement' },
  payouts: { to: '/finance/payouts', icon: 'payout' },
  payoutBatches: { to: '/finance/batches', icon: 'queue' },
  receivables: { to: '/finance/receivables', icon: 'swap' },
  adjustments: { to: '/finance/adjustments', icon: 'plan' },
  objections: { to: '/finance/objections', icon: 'case' },
  reconciliation: { to: '/finance/statements', icon: 'check' },
  work: { to: '/operator/work', icon: 'queue' },
  onboarding: { to: '/onboarding', icon: 'party' },
  reviews: { to: '/operator/reviews', icon: 'report' },
  reports: { to: '/operator/reports', icon: 'report' },
  reinspections: { to: '/operator/reinspections', icon: 'search' },
  allHolds: { to: '/operator/holds', icon: 'queue' },
  quarantine: { to: '/operator/quarantine', icon: 'warning' },
  agencies: { to: '/operator/agencies', icon: 'rule' },
  parties: { to: '/operator/parties', icon: 'party' },
  deposits: { to: '/operator/deposits', icon: 'deposit' },
  scores: { to: '/operator/scores', icon: 'score' },
  allLoans: { to: '/operator/loans', icon: 'loan' },
  cases: { to: '/cases', icon: 'case' },
  caseDesk: { to: '/operator/cases', icon: 'case' },
  rules: { to: '/rules', icon: 'rule' },
  audit: { to: '/operator/audit', icon: 'audit' },
} as const satisfies Record<string, NavItem>

const PLACES: Record<Role, NavKey[]> = {
  supplier: [
    'items',
    'imports',
    'feeds',
    'orders',
    'channelGoods',
    'afterSales',
    'holds',
    'loans',
    'plans',
    'earnings',
    'deposit',
    'score',
    'cases',
    'onboarding',
    'rules',
    'apiKeys',
  ],
  streamer: [
    'plaza',
    'cart',
    'sessions',
    'sales',
    'otherRooms',
    'planRequests',
    'loans',
    'earnings',
    'deposit',
    'score',
    'cases',
    'onboarding',
    'rules',
  ],
  agency: ['recruiting', 'earnings', 'onboarding', 'rules'],
  finance: [
    'overview',
    'ledgerOrders',
    'ledger',
    'settlements',
    'payouts',
    'payoutBatches',
    'receivables',
    'adjustments',
    'objections',
    'reconciliation',
    'channelDesk',
    'rules',
  ],
  operator: [
    'work',
    'reviews',
    'reports',
    'reinspections',
    'quarantine',
    'allHolds',
    'agencies',
    'parties',
    'deposits',
    'allLoans',
    'scores',
    'caseDesk',
    'afterSaleDesk',
    'channelDesk',
    'rules',
    'audit',
  ],
}

export function placesOf(role: Role): NavKey[] {
  return PLACES[role]
}

/** Where a role starts its day. */
export function homeOf(role: Role): NavItem['to'] {
  const [first = 'earnings'] = PLACES[role]
  return NAVIGATION[first].to
}
