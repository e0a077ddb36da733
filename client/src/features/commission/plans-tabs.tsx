import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

const TABS = [
  ['plans', '/plans'],
  ['requests', '/plans/requests'],
  ['leaders', '/plans/leaders'],
  ['blocked', '/plans/blocked'],
  ['rates', '/plans/rates'],
] as const

/** The places of a supplier's plans, above each of them. */
export function PlansTabs() {
  const { t } = useTranslation('commissions')
  return (
    <nav className="tabs" aria-label={t('tabs.label')}>
      {TABS.map(([key, to]) => (
        <Link key={key} to={to} className="tab" activeOptions={{ exact: true, includeSearch: false }}>
          {t(`tabs.${key}`)}
        </Link>
      ))}
    </nav>
  )
}
