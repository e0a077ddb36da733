import { useTranslation } from 'react-i18next'
import { useServerNow } from '#features/shipping/use-server-now.ts'
import { StatusTag } from '#ui/status-tag.tsx'

const HOUR = 3_600_000

type TimeLeftProps = {
  order: { acceptBy: string | null; shipBy: string | null; cancelBy: string | null; readAt: string }
}

/** How long a paid order may still wait: for an answer to its buyer who wants to cancel, for a yes, or for the carrier. */
export function TimeLeft({ order }: TimeLeftProps) {
  const { t } = useTranslation('shipping')
  const now = useServerNow(order.readAt)
  const step = order.cancelBy ? 'cancel' : order.acceptBy ? 'accept' : 'ship'
  const until = order.cancelBy ?? order.acceptBy ?? order.shipBy
  if (until === null) return <>–</>
  const leftMs = Date.parse(until) - now
  // Whole hours that are over, on either side: an hour and a half late is one hour late, not two.
  const hours = Math.floor(Math.abs(leftMs) / HOUR)
  if (leftMs < 0)
    return (
      <StatusTag tone="danger" shape="attention">
        {hours === 0 ? t(`left.${step}JustLate`) : t(`left.${step}Late`, { count: hours })}
      </StatusTag>
    )
  return (
    <StatusTag
      shape={order.cancelBy ? 'attention' : 'waiting'}
      tone={order.cancelBy || hours < 12 ? 'warning' : 'neutral'}
    >
      {hours === 0 ? t(`left.${step}Soon`) : t(`left.${step}`, { count: hours })}
    </StatusTag>
  )
}
