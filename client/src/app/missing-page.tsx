import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '#ui/empty-state.tsx'

export function MissingPage() {
  const { t } = useTranslation('shell')
  return (
    <main className="lone-page">
      <EmptyState
        alone
        icon="search"
        title={t('missing.title')}
        action={
          <Link to="/" className="button" data-kind="primary">
            {t('missing.home')}
          </Link>
        }
      >
        {t('missing.body')}
      </EmptyState>
    </main>
  )
}
