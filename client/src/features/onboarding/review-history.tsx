import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { useSubjectName } from '#features/onboarding/subject-name.ts'
import { DateText } from '#ui/date-text.tsx'

type Review = Outputs['reviews']['get']

/** What was sent back before, in every round. */
export function ReviewFindings({ review: { findings } }: { review: Review }) {
  const { t } = useTranslation('review')
  const { t: words } = useTranslation('onboarding')
  const nameOf = useSubjectName()
  if (findings.length === 0) return null
  return (
    <section className="panel stack" aria-labelledby="earlier">
      <h2 id="earlier">{t('earlier')}</h2>
      <ul className="stack-tight">
        {findings.map(finding => (
          <li key={finding.id}>
            <span className="strong">{nameOf(finding.subject)}</span> · {words(`reason.${finding.reason}`)}{' '}
            <span className="small secondary">{t('round', { round: finding.round })}</span>
            {finding.words ? <div className="secondary">{finding.words}</div> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Who did what with it, and when. */
export function ReviewHistory({ review: { events } }: { review: Review }) {
  const { t } = useTranslation('review')
  const { t: words } = useTranslation('onboarding')
  return (
    <section className="panel stack" aria-labelledby="history">
      <h2 id="history">{t('history')}</h2>
      <ol className="stack-tight">
        {events.map(({ id, kind, at, by }) => (
          <li key={id}>
            <DateText at={at} /> {words(`event.${kind as 'started'}`)}{' '}
            <span className="secondary">· {by ?? t('bySystem')}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
