import { useRouteContext } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSwitchMembership } from '#app/account-panel.tsx'
import type { Role } from '#app/navigation.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'

/** An honest 403: says whose page this is, and offers the switch when the person has that role too. */
export function WrongRole({ roles }: { roles: readonly Role[] }) {
  const { t } = useTranslation('shell')
  const { me } = useRouteContext({ from: '/workspace' })
  const switchTo = useSwitchMembership()
  const fitting = me.memberships.find(membership => roles.includes(membership.role))
  const names = roles.map(role => t(`role.${role}`)).join(' / ')
  return (
    <EmptyState
      alone
      icon="deposit"
      title={t('wrongRole.title', { roles: names })}
      action={
        fitting ? (
          <Button kind="primary" icon="swap" onClick={() => switchTo(fitting)}>
            {t('wrongRole.switch', { party: fitting.partyName })}
          </Button>
        ) : null
      }
    >
      {t(fitting ? 'wrongRole.canSwitch' : 'wrongRole.ask')}
    </EmptyState>
  )
}

export function NoMembership() {
  const { t } = useTranslation('shell')
  return (
    <EmptyState alone icon="party" title={t('noMembership.title')}>
      {t('noMembership.body')}
    </EmptyState>
  )
}
