import { useTranslation } from 'react-i18next'
import { roomNow } from '#features/room/room-clock.ts'
import { StatusTag } from '#ui/status-tag.tsx'
import { useNow } from '#ui/use-now.ts'

const MINUTE = 60_000

/** Somebody is paying; who it is, nobody is told, only when the piece may come back. */
export function PayingUntil({ until }: { until: string | null }) {
  const { t } = useTranslation('room')
  // Also ticks by itself, because time passes without an event.
  useNow(5_000)
  const minutes = until === null ? 0 : Math.max(1, Math.ceil((Date.parse(until) - roomNow()) / MINUTE))
  return (
    <StatusTag tone="warning" shape="waiting">
      {minutes > 0 ? t('beingPaidFor', { count: minutes }) : t('beingPaid')}
    </StatusTag>
  )
}
