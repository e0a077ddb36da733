import { createRouter } from '@tanstack/react-router'
import { readFailure } from '#api/failure.ts'
import { queryClient, sessionEnded } from '#api/query-client.ts'
import { homeRoute } from '#app/home-route.tsx'
import { publicRoute } from '#app/public-route.tsx'
import { rootRoute } from '#app/root-route.tsx'
import { workspaceRoute } from '#app/workspace-route.tsx'
import { caseRoutes } from '#features/cases/routes.ts'
import { channelRoutes } from '#features/channels/routes.ts'
import { commissionRoutes } from '#features/commission/routes.ts'
import { adjustmentRoutes } from '#features/adjustments/routes.ts'
import { afterSaleRoutes, buyerAfterSaleRoutes } from '#features/after-sales/routes.ts'
import { apiKeyRoutes } from '#features/api-keys/routes.ts'
import { custodyRoutes } from '#features/custody/routes.ts'
import { depositRoutes } from '#features/deposits/routes.ts'
import { earningsRoutes } from '#features/earnings/routes.ts'
import { feedRoutes } from '#features/feeds/routes.ts'
import { financeRoutes } from '#features/finance/routes.ts'
import { importRoutes } from '#features/imports/routes.ts'
import { inspectionRoutes } from '#features/inspection/routes.ts'
import { inventoryRoutes } from '#features/inventory/routes.ts'
import { objectionRoutes } from '#features/objections/routes.ts'
import { onboardingRoutes, signUpRoute, verifyEmailRoute } from '#features/onboarding/routes.ts'
import { operatorRoutes } from '#features/operator/routes.ts'
import { orderRoutes } from '#features/order/routes.ts'
import { parcelRoutes } from '#features/parcel/routes.ts'
import { pickRoutes, sharedSheetRoutes } from '#features/picks/routes.ts'
import { plazaRoutes } from '#features/plaza/routes.ts'
import { bankColumnsRoute } from '#features/reconciliation/bank-columns-route.ts'
import { statementRoutes } from '#features/reconciliation/statement-routes.ts'
import { workbenchRoutes } from '#features/reconciliation/workbench-routes.ts'
import { reportDeskRoutes } from '#features/report-desk/routes.ts'
import { reportRoutes } from '#features/report/routes.ts'
import { roomRoutes } from '#features/room/routes.ts'
import { ruleRoutes } from '#features/rules/routes.ts'
import { scoreRoutes } from '#features/scores/routes.ts'
import { shippingRoutes } from '#features/shipping/routes.ts'
import { signInRoute } from '#features/sign-in/route.ts'
import { waitingRoutes } from '#features/waiting/routes.ts'

const routeTree = rootRoute.addChildren([
  publicRoute.addChildren([
    signInRoute,
    signUpRoute,
    verifyEmailRoute,
    ...roomRoutes,
    ...sharedSheetRoutes,
    ...reportRoutes,
    ...orderRoutes,
    ...parcelRoutes,
    ...buyerAfterSaleRoutes,
  ]),
  workspaceRoute.addChildren([
    homeRoute,
    ...inspectionRoutes,
    ...inventoryRoutes,
    ...importRoutes,
    ...feedRoutes,
    ...commissionRoutes,
    ...channelRoutes,
    ...shippingRoutes,
    ...afterSaleRoutes,
    ...apiKeyRoutes,
    ...depositRoutes,
    ...caseRoutes,
    ...ruleRoutes,
    ...custodyRoutes,
    ...earningsRoutes,
    ...plazaRoutes,
    ...pickRoutes,
    ...waitingRoutes,
    ...financeRoutes,
    ...adjustmentRoutes,
    ...objectionRoutes,
    bankColumnsRoute,
    ...statementRoutes,
    ...workbenchRoutes,
    ...operatorRoutes,
    ...onboardingRoutes,
    ...scoreRoutes,
    ...reportDeskRoutes,
  ]),
])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingMs: 150,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

/** A session that ends mid-way sends the person to sign in and back to where he was. */
sessionEnded.handle = () => {
  const { pathname, href } = router.state.location
  if (pathname === '/sign-in' || !router.state.matches.some(match => match.routeId === '/workspace')) return
  queryClient.removeQueries({
    predicate: query => readFailure(query.state.error).reason === 'unauthenticated',
  })
  void router.navigate({ to: '/sign-in', search: { next: href, ended: true } })
}
