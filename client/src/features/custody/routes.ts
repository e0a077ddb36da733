import { LOAN_VIEWS } from '@haowu/shared/custody.ts'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '#app/workspace-route.tsx'

const search = z.object({ view: z.enum(LOAN_VIEWS).optional().catch(undefined) })

const loans = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/loans',
  staticData: { roles: ['supplier', 'streamer'] },
  validateSearch: search,
  component: lazyRouteComponent(() => import('#features/custody/loans-page.tsx'), 'LoansPage'),
})

const loan = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/loans/$loanId',
  staticData: { roles: ['supplier', 'streamer'] },
  component: lazyRouteComponent(() => import('#features/custody/loan-page.tsx'), 'LoanPage'),
})

const allLoans = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/loans',
  staticData: { roles: ['operator'] },
  validateSearch: search,
  component: lazyRouteComponent(() => import('#features/custody/all-loans-page.tsx'), 'AllLoansPage'),
})

const anyLoan = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/loans/$loanId',
  staticData: { roles: ['operator'] },
  component: lazyRouteComponent(() => import('#features/custody/any-loan-page.tsx'), 'AnyLoanPage'),
})

export const custodyRoutes = [loans, loan, allLoans, anyLoan] as const
