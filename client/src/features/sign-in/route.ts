import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { publicRoute } from '#app/public-route.tsx'

const search = z.object({
  /** Only a path of this site: never a way to be sent elsewhere. */
  next: z
    .string()
    .regex(/^\/(?![/\\])/)
    .optional()
    .catch(undefined),
  ended: z.boolean().optional().catch(undefined),
})

export const signInRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/sign-in',
  validateSearch: search,
  component: lazyRouteComponent(() => import('#features/sign-in/sign-in-page.tsx'), 'SignInPage'),
})
