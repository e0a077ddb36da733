import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AccountPanel } from '#app/account-panel.tsx'
import { CartBadge } from '#app/cart-badge.tsx'
import { type Membership, NAVIGATION, placesOf } from '#app/navigation.ts'
import { NoticeBell } from '#app/notice-bell.tsx'
import { PartyChip } from '#app/party-chip.tsx'
import type { Outputs } from '#api/api.ts'
import { Icon } from '#ui/icon.tsx'
import { Menu } from '#ui/menu.tsx'

const KEY = 'haowu.rail'

/** The desktop's navigation: who acts, where one can go, and the person's own menu. Narrow windows start collapsed. */
export function Rail({ me, active, onPalette, onNotices }: RailProps) {
  const { t } = useTranslation('shell')
  const [folded, setFolded] = useState(
    () => (localStorage.getItem(KEY) ?? (innerWidth < 1200 ? 'folded' : '')) === 'folded',
  )
  const fold = () => {
    localStorage.setItem(KEY, folded ? 'open' : 'folded')
    setFolded(!folded)
  }
  return (
    <aside className="rail" data-folded={folded || undefined}>
      <div className="rail-brand">
        <img src="/mark.svg" alt="" width={26} height={26} />
        <span className="rail-word">{t('product')}</span>
      </div>
      {active ? <PartyChip membership={active} folded={folded} /> : null}
      <button
        type="button"
        className="rail-search"
        onClick={onPalette}
        title={folded ? t('palette.open') : undefined}
      >
        <Icon name="search" size={18} />
        <span className="rail-word">{t('palette.open')}</span>
        <kbd className="rail-word">Ctrl K</kbd>
      </button>
      <nav aria-label={t('nav.label')}>
        <ul>
          {active
            ? placesOf(active.role).map(key => (
                <li key={key}>
                  <RailLink place={key} folded={folded} />
                </li>
              ))
            : null}
          {active?.role === 'operator' ? (
            <li>
              <a className="rail-link" href="/ops/queues" title={folded ? t('nav.queues') : undefined}>
                <Icon name="queue" />
                <span className="rail-word">{t('nav.queues')}</span>
                <span className="rail-word rail-end">
                  <Icon name="external" size={14} />
                </span>
              </a>
            </li>
          ) : null}
        </ul>
      </nav>
      <div className="rail-foot">
        <Menu
          title={t('account.open')}
          side="up"
          button={
            <>
              <Avatar name={me.user.name} />
              <span className="rail-word">{me.user.name}</span>
            </>
          }
        >
          <AccountPanel me={me} active={active} />
        </Menu>
        {active ? <NoticeBell onOpen={onNotices} /> : null}
        <button
          type="button"
          className="button"
          data-kind="quiet"
          data-icon-only
          onClick={fold}
          aria-label={t(folded ? 'unfold' : 'fold')}
        >
          <Icon name={folded ? 'expand' : 'collapse'} size={18} />
        </button>
      </div>
    </aside>
  )
}

function RailLink({ place, folded }: { place: keyof typeof NAVIGATION; folded: boolean }) {
  const { t } = useTranslation('shell')
  const { to, icon } = NAVIGATION[place]
  return (
    <Link
      to={to}
      className="rail-link"
      activeOptions={{ exact: to === '/finance', includeSearch: false }}
      title={folded ? t(`nav.${place}`) : undefined}
    >
      <Icon name={icon} />
      <span className="rail-word">{t(`nav.${place}`)}</span>
      {place === 'cart' ? <CartBadge /> : null}
    </Link>
  )
}

export function Avatar({ name }: { name: string }) {
  return (
    <span className="avatar" aria-hidden="true">
      {[...name].slice(0, 1).join('').toUpperCase()}
    </span>
  )
}

type RailProps = {
  me: Outputs['me']['get']
  active: Membership | undefined
  onPalette: () => void
  onNotices: () => void
}
