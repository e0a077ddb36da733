import { Outlet, useMatches, useRouteContext } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { BottomBar } from '#app/bottom-bar.tsx'
import { KeySheet } from '#app/key-sheet.tsx'
import { useWorkspaceKeys } from '#app/keys.ts'
import { NoMembership, WrongRole } from '#app/no-access.tsx'
import { NoticeDialog } from '#app/notice-bell.tsx'
import { Palette } from '#app/palette.tsx'
import { Rail } from '#app/rail.tsx'
import { RestrictedStrip } from '#app/restricted-strip.tsx'
import { SkipLink } from '#app/skip-link.tsx'
import { TopBar } from '#app/top-bar.tsx'
import { Loading } from '#ui/loading.tsx'
import { useIsPhone } from '#ui/media.ts'
import './workspace.css'

const ToldAtOnce = lazy(async () => ({
  default: (await import('#features/waiting/told-at-once.tsx')).ToldAtOnce,
}))

const KitProvider = lazy(async () => ({
  default: (await import('#ui/kit-provider.tsx')).KitProvider,
}))

export function WorkspaceLayout() {
  const { me, active } = useRouteContext({ from: '/workspace' })
  const [open, setOpen] = useState<'keys' | 'palette' | 'notices' | null>(null)
  const isPhone = useIsPhone()
  useWorkspaceKeys({
    role: active?.role,
    onKeys: () => setOpen('keys'),
    onPalette: () => setOpen('palette'),
    onNotices: () => setOpen('notices'),
  })
  return (
    <>
      <div className="workspace" data-phone={isPhone || undefined}>
        <SkipLink />
        {isPhone ? (
          <TopBar me={me} active={active} onNotices={() => setOpen('notices')} />
        ) : (
          <Rail
            me={me}
            active={active}
            onPalette={() => setOpen('palette')}
            onNotices={() => setOpen('notices')}
          />
        )}
        <main id="main" tabIndex={-1} className="workspace-main">
          <Suspense fallback={<Loading />}>
            {active ? <RestrictedStrip role={active.role} /> : null}
            {active ? <Page role={active.role} /> : <NoMembership />}
          </Suspense>
          <Suspense fallback={null}>{active?.role === 'streamer' ? <ToldAtOnce /> : null}</Suspense>
        </main>
        {isPhone && active ? <BottomBar role={active.role} /> : null}
      </div>
      {open === 'keys' ? <KeySheet onClose={() => setOpen(null)} /> : null}
      {open === 'notices' ? <NoticeDialog onClose={() => setOpen(null)} /> : null}
      {open === 'palette' && active ? <Palette role={active.role} onClose={() => setOpen(null)} /> : null}
    </>
  )
}

function Page({ role }: { role: NonNullable<ReturnType<typeof useActiveRole>> }) {
  const { roles, withoutKit } = useMatches({ select: matches => matches.at(-1)?.staticData }) ?? {}
  if (roles && !roles.includes(role)) return <WrongRole roles={roles} />
  if (withoutKit) return <Outlet />
  return (
    <KitProvider>
      <Outlet />
    </KitProvider>
  )
}

function useActiveRole() {
  return useRouteContext({ from: '/workspace', select: context => context.active?.role })
}
