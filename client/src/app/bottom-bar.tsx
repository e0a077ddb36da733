import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { CartBadge } from '#app/cart-badge.tsx'
import { NAVIGATION, type NavKey, placesOf, type Role } from '#app/navigation.ts'
import { Icon } from '#ui/icon.tsx'
import { Menu } from '#ui/menu.tsx'

const TABS = 4

/** The phone's navigation within reach of a thumb; what does not fit is one tap further. */
export function BottomBar({ role }: { role: Role }) {
  const { t } = useTranslation('shell')
  const places = placesOf(role)
  const tabs = places.slice(0, TABS)
  const rest = places.slice(TABS)
  const { pathname } = useLocation()
  const restActive = rest.some(key => pathname.startsWith(NAVIGATION[key].to))
  return (
    <nav className="bottom-bar" aria-label={t('nav.label')}>
      {tabs.map(key => (
        <Tab key={key} place={key} />
      ))}
      {rest.length > 0 || role === 'operator' ? (
        <Menu
          button={
            <span className="bottom-tab" data-status={restActive ? 'active' : undefined}>
              <Icon name="more" size={22} />
              <span>{t('nav.more')}</span>
            </span>
          }
        >
          {rest.map(key => (
            <Link key={key} to={NAVIGATION[key].to} className="menu-item" data-menu-item>
              <Icon name={NAVIGATION[key].icon} />
              {t(`nav.${key}`)}
            </Link>
          ))}
          {role === 'operator' ? (
            <a className="menu-item" href="/ops/queues">
              <Icon name="queue" />
              {t('nav.queues')}
            </a>
          ) : null}
        </Menu>
      ) : null}
    </nav>
  )
}

function Tab({ place }: { place: NavKey }) {
  const { t } = useTranslation('shell')
  const { to, icon } = NAVIGATION[place]
  return (
    <Link to={to} className="bottom-tab" activeOptions={{ exact: to === '/finance', includeSearch: false }}>
      <Icon name={icon} size={22} />
      <span>{t(`tab.${place}`)}</span>
      {place === 'cart' ? <CartBadge /> : null}
    </Link>
  )
}
