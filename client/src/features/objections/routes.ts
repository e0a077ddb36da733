import { OBJECTION_STATES } from '@haowu/shared/adjustments.ts'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '#app/workspace-route.tsx'

export const OBJECTION_VIEWS = [...OBJECTION_STATES, 'all'] as const

const list = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/finance/objections',
  staticData: { roles: ['finance'] },
  validateSearch: z.object({ view: z.enum(OBJECTION_VIEWS).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#features/objections/objections-page.tsx'), 'ObjectionsPage'),
})

export const objectionRoutes = [list] as const
