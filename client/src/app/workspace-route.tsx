import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { readActiveMember, rememberActiveMember } from '#api/active-member.ts'
import { api } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
import { queryClient } from '#api/query-client.ts'
import { readRememberedMe, rememberMe } from '#api/remembered-me.ts'
import type { Membership, Role } from '#app/navigation.ts'
import { rootRoute } from '#app/root-route.tsx'

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Who works on this page; others are told so and offered to switch. The server decides again by itself. */
    roles?: readonly Role[]
    /** The page needs nothing of the kit, which is most of what a first visit would have to load. */
    withoutKit?: true
  }
}

/** Pages behind sign-in. Whoever is not signed in comes back to the same address afterwards. */
export const workspaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'workspace',
  beforeLoad: async ({ location }) => {
    const me = await readMe(location.href)
    const active = pickActive(me.memberships)
    return { me, active }
  },
  component: lazyRouteComponent(() => import('#app/workspace-layout.tsx'), 'WorkspaceLayout'),
})

async function readMe(next: string) {
  try {
    const query = { ...api.me.get.queryOptions(), staleTime: 60_000, networkMode: 'always' as const }
    const me = await queryClient.ensureQueryData(query)
    rememberMe(me)
    return me
  } catch (error) {
    if (readFailure(error).reason === 'unauthenticated') throw redirect({ to: '/sign-in', search: { next } })
    const remembered = readFailure(error).reason === 'offline' ? readRememberedMe() : undefined
    if (remembered) return remembered
    throw error
  }
}

/** The remembered membership if it still holds, else the first; remembered again, so that every call says the same. */
function pickActive(memberships: Membership[]): Membership | undefined {
  const active = memberships.find(({ memberId }) => memberId === readActiveMember()) ?? memberships[0]
  rememberActiveMember(active?.memberId)
  return active
}
