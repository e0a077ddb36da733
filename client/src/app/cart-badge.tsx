import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'

/** How many pieces are on the shortlist, beside its place in the navigation. */
export function CartBadge() {
  const { t } = useTranslation('shell')
  const { data } = useQuery({ ...api.picks.count.queryOptions(), staleTime: 60_000 })
  if (!data || data.count === 0) return null
  return (
    <span className="nav-badge numeric">
      {data.count}
      <span className="visually-hidden">{t('inCart')}</span>
    </span>
  )
}
