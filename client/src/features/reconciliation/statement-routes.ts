import { LINE_VIEWS, STATEMENT_CHANNELS, STATEMENT_STATES } from '@haowu/shared/statement-files.ts'
import { accountMonth } from '@haowu/shared/statements.ts'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '#app/workspace-route.tsx'

const statements = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/finance/statements',
  staticData: { roles: ['finance'] },
  validateSearch: z.object({
    month: accountMonth.optional().catch(undefined),
    state: z.enum(STATEMENT_STATES).optional().catch(undefined),
    channel: z.enum(STATEMENT_CHANNELS).optional().catch(undefined),
    day: z.iso.date().optional().catch(undefined),
  }),
  component: lazyRouteComponent(
    () => import('#features/reconciliation/statements-page.tsx'),
    'StatementsPage',
  ),
})

const statement = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/finance/statements/$fileId',
  staticData: { roles: ['finance'] },
  validateSearch: z.object({ lines: z.enum(LINE_VIEWS).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#features/reconciliation/statement-page.tsx'), 'StatementPage'),
})

export const statementRoutes = [statements, statement] as const
