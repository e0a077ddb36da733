import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '#ui/empty-state.tsx'

export function MissingPage() {
  const { t } = useTranslation('shell')
  return (
    <main className="lone-page">
      <EmptyState
        icon="search"
        title={<span>{t('missing.title')}</span>}
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
