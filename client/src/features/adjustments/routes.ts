import { createRoute, lazyRouteComponent, notFound } from '@tanstack/react-router'
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
  // No adjustment has such an address: asking for it would be answered as a form filled in wrongly.
  beforeLoad: ({ params }) => {
    if (!z.uuid().safeParse(params.adjustmentId).success) throw notFound()
  },
  staticData: { roles: ['finance'] },
  component: lazyRouteComponent(() => import('#features/adjustments/adjustment-page.tsx'), 'AdjustmentPage'),
})

export const adjustmentRoutes = [list, one] as const
