import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { workspaceRoute } from '#app/workspace-route.tsx'
import { itemSearch } from '#features/inventory/item-search.ts'

const items = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/items',
  staticData: { roles: ['supplier'] },
  validateSearch: itemSearch,
  component: lazyRouteComponent(() => import('#features/inventory/items-page.tsx'), 'ItemsPage'),
})

const item = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/items/$itemId',
  staticData: { roles: ['supplier'] },
  component: lazyRouteComponent(() => import('#features/inventory/item-page.tsx'), 'ItemPage'),
})

export const inventoryRoutes = [items, item] as const
