import { ITEM_STATES } from '@haowu/shared/catalog.ts'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '#app/workspace-route.tsx'

const items = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/items',
  staticData: { roles: ['supplier'] },
  validateSearch: z.object({
    state: z.enum(ITEM_STATES).optional().catch(undefined),
    text: z.string().max(100).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('#features/inventory/items-page.tsx'), 'ItemsPage'),
})

const item = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/items/$itemId',
  staticData: { roles: ['supplier'] },
  component: lazyRouteComponent(() => import('#features/inventory/item-page.tsx'), 'ItemPage'),
})

export const inventoryRoutes = [items, item] as const
