import { ledgerFilter } from '@haowu/shared/ledger.ts'
import { ORDER_STATES } from '@haowu/shared/orders.ts'
import { RECEIVABLE_AGES } from '@haowu/shared/receivable-ages.ts'
import { PAYOUT_BATCH_STATES } from '@haowu/shared/settlement.ts'
import { accountMonth } from '@haowu/shared/statements.ts'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '#app/workspace-route.tsx'

export const RECEIVABLE_VIEWS = ['open', ...RECEIVABLE_AGES, 'closed'] as const

export const PAYOUT_BATCH_VIEWS = ['all', ...PAYOUT_BATCH_STATES] as const

export const PAYOUT_VIEWS = ['requested', 'moving', 'done', 'refused', 'all'] as const

const overview = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/finance',
  staticData: { roles: ['finance'] },
  component: lazyRouteComponent(() => import('#features/finance/overview-page.tsx'), 'OverviewPage'),
})

const orders = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/finance/orders',
  staticData: { roles: ['finance'] },
  validateSearch: z.object({
    state: z.enum(ORDER_STATES).optional().catch(undefined),
    search: z.string().max(100).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('#features/finance/ledger-orders-page.tsx'), 'LedgerOrdersPage'),
})

const order = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/finance/orders/$orderNo',
  staticData: { roles: ['finance'] },
  component: lazyRouteComponent(() => import('#features/finance/explain-page.tsx'), 'ExplainPage'),
})

const fields = ledgerFilter.shape
const ledger = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/finance/ledger',
  staticData: { roles: ['finance'] },
  validateSearch: z.object({
    account: fields.account.catch(undefined),
    partyId: fields.partyId.catch(undefined),
    orderNo: fields.orderNo.catch(undefined),
    kind: fields.kind.catch(undefined),
    dayFrom: fields.dayFrom.catch(undefined),
    dayTo: fields.dayTo.catch(undefined),
    entry: z.coerce
      .string()
      .regex(/^\d{1,18}$/)
      .optional()
      .catch(undefined),
  }),
  component: lazyRouteComponent(() => import('#features/finance/ledger-page.tsx'), 'LedgerPage'),
})

const settlements = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/finance/settlements',
  staticData: { roles: ['finance'] },
  component: lazyRouteComponent(() => import('#features/finance/settlements-page.tsx'), 'SettlementsPage'),
})

const settlement = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/finance/settlements/$batchId',
  staticData: { roles: ['finance'] },
  component: lazyRouteComponent(() => import('#features/finance/settlement-page.tsx'), 'SettlementPage'),
})

const payouts = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/finance/payouts',
  staticData: { roles: ['finance'] },
  validateSearch: z.object({ view: z.enum(PAYOUT_VIEWS).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#features/finance/payouts-page.tsx'), 'PayoutsPage'),
})

const payout = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/finance/payouts/$payoutNo',
  staticData: { roles: ['finance'] },
  component: lazyRouteComponent(() => import('#features/finance/payout-page.tsx'), 'PayoutPage'),
})

const payoutBatches = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/finance/batches',
  staticData: { roles: ['finance'] },
  validateSearch: z.object({ view: z.enum(PAYOUT_BATCH_VIEWS).optional().catch(undefined) }),
  component: lazyRouteComponent(
    () => import('#features/finance/payout-batches-page.tsx'),
    'PayoutBatchesPage',
  ),
})

const payoutBatch = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/finance/batches/$batchId',
  staticData: { roles: ['finance'] },
  component: lazyRouteComponent(() => import('#features/finance/payout-batch-page.tsx'), 'PayoutBatchPage'),
})

const receivables = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/finance/receivables',
  staticData: { roles: ['finance'] },
  validateSearch: z.object({ view: z.enum(RECEIVABLE_VIEWS).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#features/finance/receivables-page.tsx'), 'ReceivablesPage'),
})

const partyAccount = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/finance/accounts/$partyId',
  staticData: { roles: ['finance'] },
  validateSearch: z.object({ month: accountMonth.optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#features/finance/party-account-page.tsx'), 'PartyAccountPage'),
})

export const financeRoutes = [
  overview,
  orders,
  order,
  ledger,
  settlements,
  settlement,
  payouts,
  payout,
  payoutBatches,
  payoutBatch,
  receivables,
  partyAccount,
] as const
