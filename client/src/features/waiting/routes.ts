import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '#app/workspace-route.tsx'

const validateSearch = z.object({ waited: z.literal(true).optional().catch(undefined) })

const holds = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/holds',
  staticData: { roles: ['supplier'] },
  validateSearch,
  component: lazyRouteComponent(() => import('#features/waiting/holds-page.tsx'), 'HoldsPage'),
})

const allHolds = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/holds',
  staticData: { roles: ['operator'] },
  validateSearch,
  component: lazyRouteComponent(() => import('#features/waiting/holds-page.tsx'), 'AllHoldsPage'),
})

export const waitingRoutes = [holds, allHolds] as const
