import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { workspaceRoute } from '#app/workspace-route.tsx'

const inspection = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/items/$itemId/inspection',
  staticData: { roles: ['supplier'] },
  component: lazyRouteComponent(() => import('#features/inspection/inspection-page.tsx'), 'InspectionPage'),
})

export const inspectionRoutes = [inspection] as const
