import type { RoomView } from '@haowu/shared/room-view.ts'
import { useTranslation } from 'react-i18next'
import { calendarEntry } from '#features/room/calendar-entry.ts'
import { roomNow } from '#features/room/room-clock.ts'
import { DateText } from '#ui/date-text.tsx'
import { formatDuration } from '#ui/duration.ts'
import { Notice } from '#ui/notice.tsx'
import { useNow } from '#ui/use-now.ts'

/** When it begins, or that it is over; while it runs, how much is left. */
export function RoomNotice({ room }: { room: RoomView }) {
  const { t } = useTranslation('room')
  const left = room.items.filter(item => item.standing === 'on_sale').length
  if (room.state === 'ended' || room.state === 'cancelled') {
    return (
      <Notice tone="neutral" title={t(room.state === 'ended' ? 'over' : 'calledOff')}>
        {t('overNote')}
      </Notice>
    )
  }
  return (
    <>
      {room.state === 'planned' ? <NotYet room={room} /> : null}
      <p className="secondary" aria-live="polite">
        {room.items.length > 0 && left === 0 ? t('soldOut') : t('left', { count: left })}
      </p>
    </>
  )
}

function NotYet({ room }: { room: RoomView }) {
  const { t } = useTranslation('room')
  useNow(1_000)
  const leftMs = Date.parse(room.startsAt) - roomNow()
  return (
    <Notice
      tone="info"
      title={
        leftMs > 0 ? (
          <>
            {t('beginsIn')} <time className="numeric">{formatDuration(leftMs)}</time>
          </>
        ) : (
          t('beginsSoon')
        )
      }
      action={
        leftMs > 0 ? (
          <a className="button" href={calendarEntry(room, location.href)} download="haowu-live.ics">
            {t('remind')}
          </a>
        ) : null
      }
    >
      <DateText at={room.startsAt} /> · {t('beginsNote')}
    </Notice>
  )
}
