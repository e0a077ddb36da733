import { formatRate } from '@haowu/shared/money.ts'
import type { CategoryCode } from '@haowu/shared/catalog.ts'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { Button } from '#ui/button.tsx'

/** What others pay in the category, to take over with one press; or that too few are known to say. */
export function SuggestedRate({
  categoryCode,
  onTake,
}: {
  categoryCode: CategoryCode
  onTake: (percent: number) => void
}) {
  const { t } = useTranslation('commissions')
  const { data } = useQuery(api.plans.suggest.queryOptions({ categoryCode }))
  if (!data) return null
  const { rates, suppliers, leastSuppliers } = data
  if (!rates)
    return <p className="small secondary">{t('suggestNone', { suppliers, least: leastSuppliers })}</p>
  return (
    <div className="row small">
      <span className="secondary">
        {t('suggest', {
          suppliers,
          low: formatRate(rates.lowBps),
          middle: formatRate(rates.middleBps),
          high: formatRate(rates.highBps),
        })}
      </span>
      <Button size="small" onClick={() => onTake(rates.middleBps / 100)}>
        {t('suggestTake', { rate: formatRate(rates.middleBps) })}
      </Button>
    </div>
  )
}
