import { APPLICANT_KINDS, REVIEW_VIEWS } from '@haowu/shared/onboarding.ts'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { publicRoute } from '#app/public-route.tsx'
import { workspaceRoute } from '#app/workspace-route.tsx'

export const signUpRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/sign-up',
  component: lazyRouteComponent(() => import('#features/onboarding/sign-up-page.tsx'), 'SignUpPage'),
})

export const verifyEmailRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/verify-email',
  validateSearch: z.object({ token: z.string().max(2_000).optional().catch(undefined) }),
  component: lazyRouteComponent(
    () => import('#features/onboarding/verify-email-page.tsx'),
    'VerifyEmailPage',
  ),
})

const letters = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/letters',
  staticData: { roles: ['operator'] },
  component: lazyRouteComponent(() => import('#features/onboarding/letters-page.tsx'), 'LettersPage'),
})

const onboarding = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/onboarding',
  staticData: { roles: ['supplier', 'streamer', 'agency'] },
  validateSearch: z.object({
    invitation: z
      .string()
      .regex(/^[A-Za-z0-9_-]{32}$/)
      .optional()
      .catch(undefined),
  }),
  component: lazyRouteComponent(() => import('#features/onboarding/onboarding-page.tsx'), 'OnboardingPage'),
})

const reviews = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/reviews',
  staticData: { roles: ['operator'] },
  validateSearch: z.object({
    view: z.enum(REVIEW_VIEWS).optional().catch(undefined),
    kind: z.enum(APPLICANT_KINDS).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('#features/onboarding/reviews-page.tsx'), 'ReviewsPage'),
})

const review = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/reviews/$applicationId',
  staticData: { roles: ['operator'] },
  component: lazyRouteComponent(() => import('#features/onboarding/review-page.tsx'), 'ReviewPage'),
})

const contracts = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/contracts',
  staticData: { roles: ['operator'] },
  validateSearch: z.object({ kind: z.enum(APPLICANT_KINDS).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#features/onboarding/contracts-page.tsx'), 'ContractsPage'),
})

export const onboardingRoutes = [onboarding, reviews, review, letters, contracts] as const
