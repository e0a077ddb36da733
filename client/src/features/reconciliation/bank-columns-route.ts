import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { workspaceRoute } from '#app/workspace-route.tsx'

export const bankColumnsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/finance/statements/$fileId/columns',
  staticData: { roles: ['finance'] },
  component: lazyRouteComponent(
    () => import('#features/reconciliation/bank-columns-page.tsx'),
    'BankColumnsPage',
  ),
})
