import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** The three places of reconciling: what was sent, what belongs together, and the end of the month. */
export function ReconciliationNav() {
  const { t } = useTranslation('reconcile')
  return (
    <nav className="tabs" aria-label={t('nav.label')}>
      <Link to="/finance/statements" className="tab" activeProps={{ 'aria-current': 'page' }}>
        {t('nav.statements')}
      </Link>
      <Link to="/finance/reconciliation" className="tab" activeProps={{ 'aria-current': 'page' }}>
        {t('nav.workbench')}
      </Link>
      <Link to="/finance/closes" className="tab" activeProps={{ 'aria-current': 'page' }}>
        {t('nav.closes')}
      </Link>
    </nav>
  )
}
