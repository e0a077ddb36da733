import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { workspaceRoute } from '#app/workspace-route.tsx'

const plans = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/plans',
  staticData: { roles: ['supplier'] },
  component: lazyRouteComponent(() => import('#features/commission/plans-page.tsx'), 'PlansPage'),
})

export const commissionRoutes = [plans] as const
