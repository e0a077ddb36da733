import type { PromiseEnd } from '@haowu/shared/plan-states.ts'
import { useTranslation } from 'react-i18next'
import { TimeLeft } from '#features/commission/time-left.tsx'
import { DateText } from '#ui/date-text.tsx'

/** Until when a rate is certain for a piece that is not held, counted down; what is held keeps it beyond. */
export function RatePromise({ promise }: { promise: { until: string | null; reason: PromiseEnd | null } }) {
  const { t } = useTranslation('commissions')
  if (promise.until === null || promise.reason === null)
    return <p className="small secondary">{t('noEnd')}</p>
  return (
    <p className="small">
      {t('rateUntil')} <DateText at={promise.until} /> <TimeLeft until={promise.until} />{' '}
      <span className="secondary">{t(`promiseEnd.${promise.reason}`)}</span>
    </p>
  )
}
