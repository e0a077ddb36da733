import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { AccountPanel } from '#app/account-panel.tsx'
import type { Membership } from '#app/navigation.ts'
import { NoticeBell } from '#app/notice-bell.tsx'
import { PartyChip } from '#app/party-chip.tsx'
import { Avatar } from '#app/rail.tsx'
import { Menu } from '#ui/menu.tsx'

/** The phone's head: in whose name one acts, and the person's own menu. */
export function TopBar({ me, active, onNotices }: TopBarProps) {
  const { t } = useTranslation('shell')
  return (
    <header className="top-bar">
      {active ? <PartyChip membership={active} /> : <span className="strong">{t('product')}</span>}
      <div className="top-bar-end">
        {active ? <NoticeBell onOpen={onNotices} /> : null}
        <Menu
          title={t('account.open')}
          button={
            <>
              <Avatar name={me.user.name} />
              <span className="visually-hidden">{me.user.name}</span>
            </>
          }
        >
          <AccountPanel me={me} active={active} />
        </Menu>
      </div>
    </header>
  )
}

type TopBarProps = { me: Outputs['me']['get']; active: Membership | undefined; onNotices: () => void }
