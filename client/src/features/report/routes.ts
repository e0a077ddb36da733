import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { publicRoute } from '#app/public-route.tsx'

const report = createRoute({
  getParentRoute: () => publicRoute,
  path: '/r/$code',
  component: lazyRouteComponent(() => import('#features/report/report-page.tsx'), 'ReportPage'),
})

export const reportRoutes = [report] as const
