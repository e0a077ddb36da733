import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { publicRoute } from '#app/public-route.tsx'

const order = createRoute({
  getParentRoute: () => publicRoute,
  path: '/order/$linkToken',
  component: lazyRouteComponent(() => import('#features/order/buyer-order-page.tsx'), 'BuyerOrderPage'),
})

export const orderRoutes = [order] as const
