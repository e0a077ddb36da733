import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { workspaceRoute } from '#app/workspace-route.tsx'
import { compareSearch, plazaSearch } from '#features/plaza/plaza-search.ts'

const plaza = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/plaza',
  staticData: { roles: ['streamer'], withoutKit: true },
  validateSearch: plazaSearch,
  component: lazyRouteComponent(() => import('#features/plaza/plaza-page.tsx'), 'PlazaPage'),
})

const plazaItem = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/plaza/$itemId',
  staticData: { roles: ['streamer'], withoutKit: true },
  validateSearch: plazaSearch.pick({ sessionId: true }),
  component: lazyRouteComponent(() => import('#features/plaza/plaza-item-page.tsx'), 'PlazaItemPage'),
})

const compare = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/plaza/compare',
  staticData: { roles: ['streamer'], withoutKit: true },
  validateSearch: compareSearch,
  component: lazyRouteComponent(() => import('#features/plaza/compare-page.tsx'), 'ComparePage'),
})

export const plazaRoutes = [plaza, plazaItem, compare] as const
