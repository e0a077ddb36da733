import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { workspaceRoute } from '#app/workspace-route.tsx'

const orders = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/orders',
  staticData: { roles: ['supplier'] },
  component: lazyRouteComponent(() => import('#features/shipping/orders-page.tsx'), 'OrdersPage'),
})

const order = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/orders/$orderNo',
  staticData: { roles: ['supplier'] },
  component: lazyRouteComponent(() => import('#features/shipping/order-page.tsx'), 'OrderPage'),
})

export const shippingRoutes = [orders, order] as const
