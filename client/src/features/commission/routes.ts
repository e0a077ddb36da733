import { PLAN_KINDS, PLAN_STATES, REQUEST_STATES } from '@haowu/shared/plan-states.ts'
import { CATEGORY_CODES } from '@haowu/shared/catalog.ts'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '#app/workspace-route.tsx'

const plans = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/plans',
  staticData: { roles: ['supplier'] },
  validateSearch: z.object({
    kind: z.enum(PLAN_KINDS).optional().catch(undefined),
    state: z.enum(PLAN_STATES).optional().catch(undefined),
    text: z.string().max(60).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('#features/commission/plans-page.tsx'), 'PlansPage'),
})

const stateSearch = z.object({ state: z.enum(REQUEST_STATES).optional().catch(undefined) })

const received = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/plans/requests',
  staticData: { roles: ['supplier'] },
  validateSearch: stateSearch,
  component: lazyRouteComponent(() => import('#features/commission/requests-page.tsx'), 'RequestsPage'),
})

const leaders = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/plans/leaders',
  staticData: { roles: ['supplier'] },
  component: lazyRouteComponent(() => import('#features/commission/leaders-page.tsx'), 'LeadersPage'),
})

const blocked = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/plans/blocked',
  staticData: { roles: ['supplier'] },
  component: lazyRouteComponent(() => import('#features/commission/blocked-page.tsx'), 'BlockedPage'),
})

const rates = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/plans/rates',
  staticData: { roles: ['supplier'] },
  validateSearch: z.object({
    itemId: z.uuid().optional().catch(undefined),
    streamerId: z.uuid().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('#features/commission/item-rates-page.tsx'), 'ItemRatesPage'),
})

const sent = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/plan-requests',
  staticData: { roles: ['streamer'] },
  validateSearch: stateSearch,
  component: lazyRouteComponent(() => import('#features/commission/sent-page.tsx'), 'SentPage'),
})

const recruiting = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/recruiting',
  staticData: { roles: ['agency'] },
  validateSearch: z.object({ category: z.enum(CATEGORY_CODES).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#features/commission/recruiting-page.tsx'), 'RecruitingPage'),
})

export const commissionRoutes = [plans, received, leaders, blocked, rates, sent, recruiting] as const
