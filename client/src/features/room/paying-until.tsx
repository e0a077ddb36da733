import { useTranslation } from 'react-i18next'
import { roomNow } from '#features/room/room-clock.ts'
import { formatDuration } from '#ui/duration.ts'
import { StatusTag } from '#ui/status-tag.tsx'
import { useNow } from '#ui/use-now.ts'

const MINUTE = 60_000

/**
 * Somebody is paying: who it is nobody is told, only how long the piece is kept for him. The clock ticks for the eye; who
 * listens is told minutes, or an alert that holds this would speak every second.
 */
export function PayingUntil({ until }: { until: string | null }) {
  const { t } = useTranslation('room')
  // Also ticks by itself, because time passes without an event.
  useNow(1_000)
  const leftMs = until === null ? 0 : Date.parse(until) - roomNow()
  return (
    <StatusTag tone="warning" shape="waiting">
      {leftMs > 0 ? (
        <>
          <span className="numeric" aria-hidden="true">
            {t('beingPaidClock', { left: formatDuration(leftMs) })}
          </span>
          <span className="visually-hidden">{t('beingPaidFor', { count: Math.ceil(leftMs / MINUTE) })}</span>
        </>
      ) : (
        t('beingPaid')
      )}
    </StatusTag>
  )
}
