import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { workspaceRoute } from '#app/workspace-route.tsx'

const plaza = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/plaza',
  staticData: { roles: ['streamer'] },
  component: lazyRouteComponent(() => import('#features/plaza/plaza-page.tsx'), 'PlazaPage'),
})

const plazaItem = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/plaza/$itemId',
  staticData: { roles: ['streamer'] },
  component: lazyRouteComponent(() => import('#features/plaza/plaza-item-page.tsx'), 'PlazaItemPage'),
})

export const plazaRoutes = [plaza, plazaItem] as const
