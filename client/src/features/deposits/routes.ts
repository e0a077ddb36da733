import { statementMonth } from '@haowu/shared/deposits.ts'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '#app/workspace-route.tsx'

const deposit = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/deposit',
  staticData: { roles: ['supplier', 'streamer'] },
  validateSearch: z.object({ month: statementMonth.optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#features/deposits/deposit-page.tsx'), 'DepositPage'),
})

export const depositRoutes = [deposit] as const
