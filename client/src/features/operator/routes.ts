import { workFilters } from '@haowu/shared/work.ts'
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
  component: lazyRouteComponent(() => import('#features/operator/deposits-page.tsx'), 'DepositsPage'),
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

export const operatorRoutes = [work, parties, deposits, audit] as const
