import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '#app/workspace-route.tsx'

export const DESK_VIEWS = ['stuck', 'unmapped', 'waiting', 'done'] as const

const goods = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/channel-goods',
  staticData: { roles: ['supplier'] },
  validateSearch: z.object({ view: z.literal('mapped').optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#features/channels/goods-page.tsx'), 'GoodsPage'),
})

const rooms = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/other-rooms',
  staticData: { roles: ['streamer'] },
  validateSearch: z.object({ view: z.enum(['goods', 'mapped']).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#features/channels/rooms-page.tsx'), 'RoomsPage'),
})

const desk = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/other-rooms',
  staticData: { roles: ['operator', 'finance'] },
  validateSearch: z.object({ view: z.enum(DESK_VIEWS).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#features/channels/desk-page.tsx'), 'DeskPage'),
})

export const channelRoutes = [goods, rooms, desk] as const
