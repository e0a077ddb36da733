import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { workspaceRoute } from '#app/workspace-route.tsx'

const earnings = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/earnings',
  staticData: { roles: ['supplier', 'streamer', 'agency'] },
  component: lazyRouteComponent(() => import('#features/earnings/earnings-page.tsx'), 'EarningsPage'),
})

export const earningsRoutes = [earnings] as const
