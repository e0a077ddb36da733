import { useTranslation } from 'react-i18next'
import { StatusTag } from '#ui/status-tag.tsx'
import { useNow } from '#ui/use-now.ts'

const HOUR = 3_600_000

/** How long a paid order may still wait, first for a yes and then for the carrier. */
export function TimeLeft({ order }: { order: { acceptBy: string | null; shipBy: string | null } }) {
  const { t } = useTranslation('shipping')
  const now = useNow()
  const step = order.acceptBy ? 'accept' : 'ship'
  const until = order.acceptBy ?? order.shipBy
  if (until === null) return <>–</>
  const hours = Math.floor((Date.parse(until) - now) / HOUR)
  if (hours < 0)
    return (
      <StatusTag tone="danger" shape="attention">
        {t(`left.${step}Late`, { count: -hours })}
      </StatusTag>
    )
  return (
    <StatusTag shape="waiting" tone={hours < 12 ? 'warning' : 'neutral'}>
      {t(`left.${step}`, { count: hours })}
    </StatusTag>
  )
}
