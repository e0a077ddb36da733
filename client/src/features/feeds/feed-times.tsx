import { useTranslation } from 'react-i18next'
import type { Feed } from '#features/feeds/feed-calls.ts'
import { formatMoment } from '#ui/date-text.tsx'
import { formatRelative } from '#ui/relative-time.ts'

type FeedTimesProps = { feed: Feed; now: number }

/** "3 minutes ago confirmed": as of when the source vouches for its stock. */
export function ConfirmedTime({ feed: { confirmedAt }, now }: FeedTimesProps) {
  const { t, i18n } = useTranslation('feed')
  if (confirmedAt === null) return <span className="secondary">{t('neverConfirmed')}</span>
  const ago = formatRelative(Math.min(0, Date.parse(confirmedAt) - now), i18n.language)
  return (
    <time dateTime={confirmedAt} title={formatMoment(confirmedAt, i18n.language, 'full')}>
      {t('confirmed', { ago })}
    </time>
  )
}

/** When it is read again: not before its breaker closes, and not at all while it is not on. */
export function NextTime({ feed: { state, nextDueAt, openUntil }, now }: FeedTimesProps) {
  const { t, i18n } = useTranslation('feed')
  if (state !== 'on') return <span className="secondary">{t('notScheduled')}</span>
  const at = openUntil !== null && openUntil > nextDueAt ? openUntil : nextDueAt
  const ms = Date.parse(at) - now
  if (ms <= 0) return <span>{t('nextSoon')}</span>
  return (
    <time dateTime={at} title={formatMoment(at, i18n.language, 'full')}>
      {t('next', { in: formatRelative(ms, i18n.language) })}
    </time>
  )
}
