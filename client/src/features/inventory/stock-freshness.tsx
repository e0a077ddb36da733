import { useTranslation } from 'react-i18next'
import { formatMoment } from '#ui/date-text.tsx'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** When somebody last said that the stock is right: a file, a feed or a person. Older than a day is worth a look. */
export function StockFreshness({ at }: { at: string }) {
  const { t, i18n } = useTranslation('inventory')
  const age = Date.now() - Date.parse(at)
  return (
    <time
      className="small secondary"
      dateTime={at}
      title={formatMoment(at, i18n.language, 'full')}
      data-stale={age > DAY_MS || undefined}
    >
      {age < HOUR_MS
        ? t('confirmedMinutes', { count: Math.max(1, Math.round(age / MINUTE_MS)) })
        : age < DAY_MS
          ? t('confirmedHours', { count: Math.round(age / HOUR_MS) })
          : t('confirmedDays', { count: Math.round(age / DAY_MS) })}
    </time>
  )
}
