import { createRoute, redirect } from '@tanstack/react-router'
import { homeOf } from '#app/navigation.ts'
import { workspaceRoute } from '#app/workspace-route.tsx'

/** `/` is wherever the active role starts its day. */
export const homeRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/',
  beforeLoad: ({ context }) => {
    if (context.active) throw redirect({ to: homeOf(context.active.role), replace: true })
  },
})
