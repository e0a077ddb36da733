import { useTranslation } from 'react-i18next'
import type { Clause } from '#features/cases/case-kinds.ts'
import { ScheduleTable } from '#features/cases/schedule-table.tsx'
import { useClauseWords } from '#features/cases/use-clause-words.ts'
import { DateText } from '#ui/date-text.tsx'

/** The clause as it was in force at the event: its words, its version, and what it costs. */
export function ClausePanel({ clause, eventAt }: { clause: Clause; eventAt: string }) {
  const { t } = useTranslation('case')
  const { title, body } = useClauseWords()(clause)
  return (
    <section className="panel stack" aria-labelledby="clause">
      <div>
        <h2 id="clause">{title}</h2>
        <p className="secondary small">
          {t('clause.version', { version: clause.version })} · {t('clause.since')}{' '}
          <DateText at={clause.effectiveFrom} form="day" /> · {t('clause.event')} <DateText at={eventAt} />
        </p>
      </div>
      <p>{body}</p>
      <ScheduleTable schedule={clause.schedule} />
    </section>
  )
}
