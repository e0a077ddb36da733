import { CASE_KINDS } from '@haowu/shared/cases.ts'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '#app/workspace-route.tsx'

export const CASE_VIEWS = ['todo', 'waiting', 'ended'] as const
export type CaseView = (typeof CASE_VIEWS)[number]

const search = z.object({
  view: z.enum(CASE_VIEWS).optional().catch(undefined),
  kind: z.enum(CASE_KINDS).optional().catch(undefined),
  clause: z.string().max(40).optional().catch(undefined),
  q: z.string().max(60).optional().catch(undefined),
})

const cases = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/cases',
  staticData: { roles: ['supplier', 'streamer'] },
  validateSearch: search.pick({ view: true }),
  component: lazyRouteComponent(() => import('#features/cases/cases-page.tsx'), 'CasesPage'),
})

const oneCase = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/cases/$caseId',
  staticData: { roles: ['supplier', 'streamer'] },
  component: lazyRouteComponent(() => import('#features/cases/case-page.tsx'), 'CasePage'),
})

const queue = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/cases',
  staticData: { roles: ['operator'] },
  validateSearch: search,
  component: lazyRouteComponent(() => import('#features/cases/case-queue-page.tsx'), 'CaseQueuePage'),
})

const deskCase = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/cases/$caseId',
  staticData: { roles: ['operator'] },
  component: lazyRouteComponent(() => import('#features/cases/desk-case-page.tsx'), 'DeskCasePage'),
})

export const caseRoutes = [cases, oneCase, queue, deskCase] as const
