import { BOOK_ACCOUNTS, BREAK_CLASSES, MATCH_STAGES } from '@haowu/shared/reconciliation.ts'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '#app/workspace-route.tsx'

export const WORKBENCH_VIEWS = ['lines', 'suggestions', 'differences', 'matched'] as const

const workbench = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/finance/reconciliation',
  staticData: { roles: ['finance'] },
  validateSearch: z.object({
    account: z.enum(BOOK_ACCOUNTS).optional().catch(undefined),
    view: z.enum(WORKBENCH_VIEWS).optional().catch(undefined),
    search: z.string().max(100).optional().catch(undefined),
    from: z.iso.date().optional().catch(undefined),
    to: z.iso.date().optional().catch(undefined),
    stage: z.enum(MATCH_STAGES).optional().catch(undefined),
    class: z.enum(BREAK_CLASSES).optional().catch(undefined),
    ended: z.boolean().optional().catch(undefined),
    mine: z.boolean().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('#features/reconciliation/workbench-page.tsx'), 'WorkbenchPage'),
})

const closes = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/finance/closes',
  staticData: { roles: ['finance'] },
  validateSearch: z.object({
    month: z
      .string()
      .regex(/^\d{4}-\d{2}$/)
      .optional()
      .catch(undefined),
  }),
  component: lazyRouteComponent(() => import('#features/reconciliation/closes-page.tsx'), 'ClosesPage'),
})

export const workbenchRoutes = [workbench, closes] as const
