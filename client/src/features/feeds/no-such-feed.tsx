import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '#ui/empty-state.tsx'

export function NoSuchFeed() {
  const { t } = useTranslation('feed')
  return (
    <EmptyState alone icon="swap" title={t('noSuch')} action={<Link to="/feeds">{t('title')}</Link>}>
      {t('noSuchBody')}
    </EmptyState>
  )
}
