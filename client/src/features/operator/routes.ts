import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { workspaceRoute } from '#app/workspace-route.tsx'

const parties = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/parties',
  staticData: { roles: ['operator'] },
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
  component: lazyRouteComponent(() => import('#features/operator/audit-page.tsx'), 'AuditPage'),
})

export const operatorRoutes = [parties, deposits, audit] as const
