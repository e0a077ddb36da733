import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { workspaceRoute } from '#app/workspace-route.tsx'
import { formSearch, newSearch } from '#features/feeds/feed-search.ts'

const supplierOnly = { getParentRoute: () => workspaceRoute, staticData: { roles: ['supplier' as const] } }

const feeds = createRoute({
  ...supplierOnly,
  path: '/feeds',
  component: lazyRouteComponent(() => import('#features/feeds/feeds-page.tsx'), 'FeedsPage'),
})

const newFeed = createRoute({
  ...supplierOnly,
  path: '/feeds/new',
  validateSearch: newSearch,
  component: lazyRouteComponent(() => import('#features/feeds/new-feed-page.tsx'), 'NewFeedPage'),
})

const feed = createRoute({
  ...supplierOnly,
  path: '/feeds/$feedId',
  component: lazyRouteComponent(() => import('#features/feeds/feed-page.tsx'), 'FeedPage'),
})

const editFeed = createRoute({
  ...supplierOnly,
  path: '/feeds/$feedId/edit',
  validateSearch: formSearch,
  component: lazyRouteComponent(() => import('#features/feeds/edit-feed-page.tsx'), 'EditFeedPage'),
})

export const feedRoutes = [feeds, newFeed, feed, editFeed] as const
