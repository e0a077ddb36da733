import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Preferences } from '#app/preferences.tsx'
import { SkipLink } from '#app/skip-link.tsx'
import { Icon } from '#ui/icon.tsx'
import { Menu } from '#ui/menu.tsx'
import './public-layout.css'

export function PublicLayout() {
  const { t } = useTranslation('shell')
  return (
    <div className="public">
      <SkipLink />
      <header className="public-head">
        <Link to="/" className="brand">
          <img src="/mark.svg" alt="" width={24} height={24} />
          <span>{t('product')}</span>
        </Link>
        <Menu
          title={t('preferences')}
          button={
            <>
              <Icon name="language" />
              <span className="visually-hidden">{t('preferences')}</span>
            </>
          }
        >
          <Preferences />
        </Menu>
      </header>
      <main id="main" tabIndex={-1} className="public-main">
        <Outlet />
      </main>
    </div>
  )
}
