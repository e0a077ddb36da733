import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { workspaceRoute } from '#app/workspace-route.tsx'

const imports = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/imports',
  staticData: { roles: ['supplier'] },
  component: lazyRouteComponent(() => import('#features/imports/imports-page.tsx'), 'ImportsPage'),
})

const oneImport = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/imports/$importId',
  staticData: { roles: ['supplier'] },
  component: lazyRouteComponent(() => import('#features/imports/import-page.tsx'), 'ImportPage'),
})

export const importRoutes = [imports, oneImport] as const
