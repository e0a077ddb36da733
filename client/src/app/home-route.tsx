import { createRoute, redirect } from '@tanstack/react-router'
import { homeOf } from '#app/navigation.ts'
import { workspaceRoute } from '#app/workspace-route.tsx'

/** `/` is wherever the active role starts its day. */
export const homeRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/',
  beforeLoad: ({ context }) => {
    // Whoever has yet to be admitted starts with what is missing for it.
    if (context.active?.partyState === 'pending') throw redirect({ to: '/onboarding', replace: true })
    if (context.active) throw redirect({ to: homeOf(context.active.role), replace: true })
  },
})
