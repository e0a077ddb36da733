import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { workspaceRoute } from '#app/workspace-route.tsx'

const apiKeys = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/api-keys',
  staticData: { roles: ['supplier'] },
  component: lazyRouteComponent(() => import('#features/api-keys/api-keys-page.tsx'), 'ApiKeysPage'),
})

export const apiKeyRoutes = [apiKeys] as const
