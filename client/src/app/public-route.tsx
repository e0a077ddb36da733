import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '#app/root-route.tsx'

/** Pages anybody may open: no session is asked for, and no desktop component is loaded. */
export const publicRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'public',
  component: lazyRouteComponent(() => import('#app/public-layout.tsx'), 'PublicLayout'),
})
