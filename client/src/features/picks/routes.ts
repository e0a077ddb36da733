import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { publicRoute } from '#app/public-route.tsx'
import { workspaceRoute } from '#app/workspace-route.tsx'

const sessions = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/sessions',
  staticData: { roles: ['streamer'], withoutKit: true },
  component: lazyRouteComponent(() => import('#features/picks/sessions-page.tsx'), 'SessionsPage'),
})

const session = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/sessions/$sessionId',
  staticData: { roles: ['streamer'], withoutKit: true },
  component: lazyRouteComponent(() => import('#features/picks/session-page.tsx'), 'SessionPage'),
})

const live = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/sessions/$sessionId/live',
  staticData: { roles: ['streamer'], withoutKit: true },
  component: lazyRouteComponent(() => import('#features/picks/live-page.tsx'), 'LivePage'),
})

const cards = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/sessions/$sessionId/cards',
  staticData: { roles: ['streamer'], withoutKit: true },
  component: lazyRouteComponent(() => import('#features/picks/cue-cards-page.tsx'), 'CueCardsPage'),
})

const cart = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/cart',
  staticData: { roles: ['streamer'], withoutKit: true },
  component: lazyRouteComponent(() => import('#features/picks/cart-page.tsx'), 'CartPage'),
})

const sharedSheet = createRoute({
  getParentRoute: () => publicRoute,
  path: '/sheet/$token',
  component: lazyRouteComponent(() => import('#features/picks/shared-sheet-page.tsx'), 'SharedSheetPage'),
})

const sales = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/sales',
  staticData: { roles: ['streamer'], withoutKit: true },
  component: lazyRouteComponent(() => import('#features/picks/sales-page.tsx'), 'SalesPage'),
})

export const pickRoutes = [sessions, session, live, cards, cart, sales] as const
export const sharedSheetRoutes = [sharedSheet] as const
