import { TIERS } from '@haowu/shared/scores.ts'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '#app/workspace-route.tsx'

export const SCORE_VIEWS = ['supplier', 'streamer', 'inspector', 'rating'] as const

const own = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/score',
  staticData: { roles: ['supplier', 'streamer'] },
  component: lazyRouteComponent(() => import('#features/scores/score-page.tsx'), 'ScorePage'),
})

const all = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/scores',
  staticData: { roles: ['operator'] },
  validateSearch: z.object({
    view: z.enum(SCORE_VIEWS).optional().catch(undefined),
    tier: z.enum(TIERS).optional().catch(undefined),
    moved: z.boolean().optional().catch(undefined),
    hidden: z.boolean().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('#features/scores/scores-page.tsx'), 'ScoresPage'),
})

const one = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/scores/$partyId',
  staticData: { roles: ['operator'] },
  component: lazyRouteComponent(() => import('#features/scores/party-score-page.tsx'), 'PartyScorePage'),
})

export const scoreRoutes = [own, all, one] as const
