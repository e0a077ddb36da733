import { ORDER_STATES } from '@haowu/shared/orders.ts'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '#app/workspace-route.tsx'

const orders = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/orders',
  staticData: { roles: ['supplier'] },
  validateSearch: z.object({
    state: z.enum(ORDER_STATES).optional().catch(undefined),
    sort: z.literal('due').optional().catch(undefined),
    cancelling: z.literal(true).optional().catch(undefined),
    search: z.string().max(100).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('#features/shipping/orders-page.tsx'), 'OrdersPage'),
})

const order = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/orders/$orderId',
  staticData: { roles: ['supplier'] },
  component: lazyRouteComponent(() => import('#features/shipping/order-page.tsx'), 'OrderPage'),
})

export const shippingRoutes = [orders, order] as const
