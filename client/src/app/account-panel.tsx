import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { rememberActiveMember } from '#api/active-member.ts'
import type { Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { signOut } from '#api/sign-in.ts'
import { homeOf, type Membership } from '#app/navigation.ts'
import { PartyChip } from '#app/party-chip.tsx'
import { Preferences } from '#app/preferences.tsx'
import { Icon } from '#ui/icon.tsx'
import { showToast } from '#ui/toast.ts'

/** Who is signed in, in whose name he acts (and may switch), how the screen looks, and the way out. */
export function AccountPanel({ me, active }: { me: Outputs['me']['get']; active: Membership | undefined }) {
  const { t } = useTranslation('shell')
  const router = useRouter()
  const leave = async () => {
    if (await signOut()) await router.navigate({ to: '/sign-in' })
    else showToast(t('account.signOutFailed'), { tone: 'danger' })
  }
  return (
    <>
      <div className="menu-title">
        <div className="strong">{me.user.name}</div>
        <div>{me.user.email}</div>
      </div>
      {me.memberships.length > 1 ? <MembershipList memberships={me.memberships} active={active} /> : null}
      <hr className="menu-rule" />
      <Preferences />
      <hr className="menu-rule" />
      <button type="button" className="menu-item" data-menu-item onClick={leave}>
        <Icon name="exit" />
        {t('account.signOut')}
      </button>
    </>
  )
}

function MembershipList({
  memberships,
  active,
}: {
  memberships: Membership[]
  active: Membership | undefined
}) {
  const { t } = useTranslation('shell')
  const switchTo = useSwitchMembership()
  return (
    <>
      <hr className="menu-rule" />
      <div className="menu-title">{t('account.actAs')}</div>
      {memberships.map(membership => (
        <button
          key={membership.memberId}
          type="button"
          className="menu-item"
          data-menu-item
          aria-current={membership.memberId === active?.memberId}
          onClick={() => switchTo(membership)}
        >
          <PartyChip membership={membership} />
        </button>
      ))}
    </>
  )
}

/** Acts for another party from now on. Nothing read for the former one stays on screen or in the cache. */
export function useSwitchMembership(): (membership: Membership) => Promise<void> {
  const router = useRouter()
  const { t } = useTranslation('shell')
  return async membership => {
    rememberActiveMember(membership.memberId)
    queryClient.clear()
    await router.invalidate()
    await router.navigate({ to: homeOf(membership.role) })
    showToast(t('account.nowActing', { party: membership.partyName }), { tone: 'info' })
  }
}
