import { createRootRoute, Outlet } from '@tanstack/react-router'
import { Suspense } from 'react'
import { CrashScreen } from '#app/crash-screen.tsx'
import { MissingPage } from '#app/missing-page.tsx'
import { Loading } from '#ui/loading.tsx'
import { Toasts } from '#ui/toasts.tsx'

export const rootRoute = createRootRoute({
  component: Root,
  notFoundComponent: MissingPage,
  errorComponent: CrashScreen,
})

function Root() {
  return (
    <>
      <Suspense fallback={<Loading />}>
        <Outlet />
      </Suspense>
      <Toasts />
    </>
  )
}
