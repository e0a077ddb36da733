import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { DateText } from '#ui/date-text.tsx'
import { Icon } from '#ui/icon.tsx'

/** Where the parcel stands: what happened, with its time, and what is still to come. */
export function OrderProgress({ order }: { order: Outputs['checkout']['get'] }) {
  const { t } = useTranslation('order')
  const steps = [
    { key: 'paid', at: order.paidAt },
    { key: 'shipped', at: order.shippedAt },
    { key: 'received', at: order.receivedAt },
  ] as const
  return (
    <ol className="order-progress" aria-label={t('progress')}>
      {steps.map(({ key, at }) => (
        <li key={key} data-done={at !== null || undefined}>
          <span className="order-progress-mark" aria-hidden="true">
            {at ? <Icon name="check" size={14} /> : null}
          </span>
          <span className={at ? 'strong' : 'secondary'}>{t(`step.${key}`)}</span>
          {at ? <DateText at={at} /> : <span className="secondary small">{t('toCome')}</span>}
        </li>
      ))}
    </ol>
  )
}
