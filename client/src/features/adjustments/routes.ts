import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '#app/workspace-route.tsx'

export const ADJUSTMENT_VIEWS = ['waiting', 'drafts', 'posted', 'refused', 'all'] as const

const list = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/finance/adjustments',
  staticData: { roles: ['finance'] },
  validateSearch: z.object({ view: z.enum(ADJUSTMENT_VIEWS).optional().catch(undefined) }),
  component: lazyRouteComponent(
    () => import('#features/adjustments/adjustments-page.tsx'),
    'AdjustmentsPage',
  ),
})

const one = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/finance/adjustments/$adjustmentId',
  staticData: { roles: ['finance'] },
  component: lazyRouteComponent(() => import('#features/adjustments/adjustment-page.tsx'), 'AdjustmentPage'),
})

export const adjustmentRoutes = [list, one] as const
