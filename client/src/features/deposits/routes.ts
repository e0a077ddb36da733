import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { workspaceRoute } from '#app/workspace-route.tsx'

const deposit = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/deposit',
  staticData: { roles: ['supplier', 'streamer'] },
  component: lazyRouteComponent(() => import('#features/deposits/deposit-page.tsx'), 'DepositPage'),
})

export const depositRoutes = [deposit] as const
