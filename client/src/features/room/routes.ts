import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { publicRoute } from '#app/public-route.tsx'

const room = createRoute({
  getParentRoute: () => publicRoute,
  path: '/room/$roomCode',
  component: lazyRouteComponent(() => import('#features/room/room-page.tsx'), 'RoomPage'),
})

export const roomRoutes = [room] as const
