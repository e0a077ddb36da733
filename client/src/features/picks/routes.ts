import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { workspaceRoute } from '#app/workspace-route.tsx'

const sessions = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/sessions',
  staticData: { roles: ['streamer'] },
  component: lazyRouteComponent(() => import('#features/picks/sessions-page.tsx'), 'SessionsPage'),
})

const session = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/sessions/$sessionId',
  staticData: { roles: ['streamer'] },
  component: lazyRouteComponent(() => import('#features/picks/session-page.tsx'), 'SessionPage'),
})

const sales = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/sales',
  staticData: { roles: ['streamer'] },
  component: lazyRouteComponent(() => import('#features/picks/sales-page.tsx'), 'SalesPage'),
})

export const pickRoutes = [sessions, session, sales] as const
