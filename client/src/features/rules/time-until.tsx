import { useTranslation } from 'react-i18next'
import { Countdown } from '#ui/countdown.tsx'

const DAY_MS = 86_400_000

/** How long until a version is in force: in days while there are many, to the second on the last two. */
export function TimeUntil({ until, now }: { until: string; now: string }) {
  const { t } = useTranslation('rule')
  const days = Math.floor((Date.parse(until) - Date.parse(now)) / DAY_MS)
  if (days >= 2) return <span className="small secondary">{t('inDays', { days })}</span>
  return (
    <span className="small secondary">
      {t('in')} <Countdown until={until} serverNow={now} />
    </span>
  )
}
