import { formatRate } from '@haowu/shared/money.ts'
import type { PriceModel } from '@haowu/shared/plan-states.ts'
import { useTranslation } from 'react-i18next'

/** A commission, or what the supply price is of the list price. */
export function PlanRate({
  priceModel,
  rateBps,
  supplyRateBps,
}: {
  priceModel: PriceModel
  rateBps: number | null
  supplyRateBps: number | null
}) {
  const { t } = useTranslation('commissions')
  if (rateBps === null) return <>–</>
  if (priceModel === 'commission') return <span className="strong">{formatRate(rateBps)}</span>
  return <span className="strong">{t('supplyOf', { rate: formatRate(supplyRateBps ?? 0) })}</span>
}
