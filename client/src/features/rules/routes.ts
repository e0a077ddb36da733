import { accountMonth } from '@haowu/shared/statements.ts'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '#app/workspace-route.tsx'

export const RULE_TABS = ['rules', 'clauses', 'coming'] as const
const EVERYBODY = ['supplier', 'streamer', 'agency', 'finance', 'operator'] as const

const rules = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/rules',
  staticData: { roles: [...EVERYBODY] },
  validateSearch: z.object({
    tab: z.enum(RULE_TABS).optional().catch(undefined),
    q: z.string().max(60).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('#features/rules/rules-page.tsx'), 'RulesPage'),
})

const rule = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/rules/$code',
  staticData: { roles: [...EVERYBODY] },
  validateSearch: z.object({ scope: z.string().max(60).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#features/rules/rule-page.tsx'), 'RulePage'),
})

const whatIf = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/rules/what-if',
  staticData: { roles: ['finance', 'operator'] },
  validateSearch: z.object({ month: accountMonth.optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#features/rules/what-if-page.tsx'), 'WhatIfPage'),
})

export const ruleRoutes = [rules, rule, whatIf] as const
