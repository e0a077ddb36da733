import { workFilters } from '@haowu/shared/work.ts'
import { DEPOSIT_STANDINGS, statementMonth } from '@haowu/shared/deposits.ts'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '#app/workspace-route.tsx'

export const PARTY_KINDS = ['supplier', 'streamer', 'agency', 'platform'] as const

const work = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/work',
  staticData: { roles: ['operator'] },
  validateSearch: workFilters.catch({}),
  component: lazyRouteComponent(() => import('#features/operator/work-page.tsx'), 'WorkPage'),
})

const parties = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/parties',
  staticData: { roles: ['operator'] },
  validateSearch: z.object({ kind: z.enum(PARTY_KINDS).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#features/operator/parties-page.tsx'), 'PartiesPage'),
})

const deposits = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/deposits',
  staticData: { roles: ['operator'] },
  validateSearch: z.object({
    standing: z.enum(DEPOSIT_STANDINGS).optional().catch(undefined),
    kind: z.enum(['supplier', 'streamer']).optional().catch(undefined),
    text: z.string().max(60).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('#features/operator/deposits-page.tsx'), 'DepositsPage'),
})

const partyDeposit = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/deposits/$partyId',
  staticData: { roles: ['operator'] },
  validateSearch: z.object({ month: statementMonth.optional().catch(undefined) }),
  component: lazyRouteComponent(
    () => import('#features/operator/party-deposit-page.tsx'),
    'PartyDepositPage',
  ),
})

const audit = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/audit',
  staticData: { roles: ['operator'] },
  validateSearch: z.object({
    subjectType: z.string().max(40).optional().catch(undefined),
    subjectId: z.string().max(80).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('#features/operator/audit-page.tsx'), 'AuditPage'),
})

export const operatorRoutes = [work, parties, deposits, partyDeposit, audit] as const
