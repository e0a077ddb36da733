import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { publicRoute } from '#app/public-route.tsx'

const check = createRoute({
  getParentRoute: () => publicRoute,
  path: '/order/$linkToken/check',
  component: lazyRouteComponent(() => import('#features/parcel/check-parcel-page.tsx'), 'CheckParcelPage'),
})

export const parcelRoutes = [check] as const
