import { useTranslation } from 'react-i18next'
import { formatMoment } from '#ui/date-text.tsx'
import { formatRelative } from '#ui/relative-time.ts'
import { useNow } from '#ui/use-now.ts'
import './stock-freshness.css'

const STALE_MS = 3 * 24 * 3_600_000

/** When somebody last said that the stock is right: a file, a feed or a person. Older than three days it is a warning. */
export function StockFreshness({ at }: { at: string }) {
  const { t, i18n } = useTranslation('common')
  const age = useNow() - Date.parse(at)
  const stale = age > STALE_MS
  return (
    <time
      className="stock-freshness small secondary"
      dateTime={at}
      title={formatMoment(at, i18n.language, 'full')}
      data-stale={stale || undefined}
    >
      {stale
        ? t('stockUnconfirmed', { day: formatMoment(at, i18n.language, 'day') })
        : t('stockConfirmed', { ago: formatRelative(Math.min(0, -age), i18n.language) })}
    </time>
  )
}
