import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { DateText } from '#ui/date-text.tsx'
import { Notice } from '#ui/notice.tsx'

/** What the streamer's record lets him hold, what counted and when it gets better; nothing while nothing limits him. */
export function DisciplineNote() {
  const { t } = useTranslation('waiting')
  const { data } = useQuery(api.waits.discipline.queryOptions(undefined, { staleTime: 60_000 }))
  if (!data || data.limit === null) return null
  const { limit, points, marks, days, ruleVersion, holdsNow, betterAt } = data
  return (
    <Notice tone="warning" title={t('discipline.title', { limit, holdsNow })}>
      <p>{t('discipline.why', { days, points, version: ruleVersion })}</p>
      <ul>
        {marks.map(mark => (
          <li key={`${mark.kind} ${mark.at}`} className="small">
            <DateText at={mark.at} /> · {t(`discipline.mark.${mark.kind}`)} ·{' '}
            {t('discipline.points', { points: mark.points })}
          </li>
        ))}
      </ul>
      {betterAt ? (
        <p>
          {t('discipline.better')} <DateText at={betterAt} />
        </p>
      ) : null}
    </Notice>
  )
}
