import { AFTER_SALE_VIEWS } from '@haowu/shared/after-sale-views.ts'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { publicRoute } from '#app/public-route.tsx'
import { workspaceRoute } from '#app/workspace-route.tsx'

const search = z.object({
  view: z.enum(AFTER_SALE_VIEWS).optional().catch(undefined),
  text: z.string().max(60).optional().catch(undefined),
})

const list = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/after-sales',
  staticData: { roles: ['supplier'] },
  validateSearch: search,
  component: lazyRouteComponent(() => import('#features/after-sales/after-sales-page.tsx'), 'AfterSalesPage'),
})

const one = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/after-sales/$afterSaleId',
  staticData: { roles: ['supplier'] },
  component: lazyRouteComponent(() => import('#features/after-sales/after-sale-page.tsx'), 'AfterSalePage'),
})

const desk = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/after-sales',
  staticData: { roles: ['operator'] },
  validateSearch: search,
  component: lazyRouteComponent(
    () => import('#features/after-sales/desk-after-sales-page.tsx'),
    'DeskAfterSalesPage',
  ),
})

const deskOne = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/after-sales/$afterSaleId',
  staticData: { roles: ['operator'] },
  component: lazyRouteComponent(
    () => import('#features/after-sales/desk-after-sale-page.tsx'),
    'DeskAfterSalePage',
  ),
})

const buyer = createRoute({
  getParentRoute: () => publicRoute,
  path: '/order/$linkToken/after-sale',
  component: lazyRouteComponent(
    () => import('#features/after-sales/buyer-after-sale-page.tsx'),
    'BuyerAfterSalePage',
  ),
})

export const afterSaleRoutes = [list, one, desk, deskOne] as const
export const buyerAfterSaleRoutes = [buyer] as const
