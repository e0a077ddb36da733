import { useTranslation } from 'react-i18next'
import { fieldName, reportedWords } from '#features/report-desk/reported-words.ts'
import type { Look } from '#features/report-desk/reinspections-page.tsx'
import { StateTag } from '#app/state-tag.tsx'
import { Fact } from '#ui/fact.tsx'

/** Whose piece it is and on which report; once decided, what was found beside what was reported. */
export function LookFacts({ look }: { look: Look }) {
  const { t, i18n } = useTranslation('report-desk')
  const named = (key: string) => look.fields.find(field => field.key === key)
  return (
    <>
      <dl className="facts">
        <Fact label={t('looks.supplier')}>{look.supplierName}</Fact>
        <Fact label={t('reports.report')}>
          <span className="mono">{look.code}</span> <StateTag of="report" state={look.reportState} />
        </Fact>
        <Fact label={t('looks.number')}>
          <span className="mono">{look.identity ?? '–'}</span>
        </Fact>
        <Fact label={t('reports.by')}>{look.agency ?? look.inspector}</Fact>
      </dl>
      {look.differences.length > 0 ? (
        <ul>
          {look.differences.map(({ field, reported, found }) => (
            <li key={field}>
              {field === 'identity' ? t('looks.number') : fieldName(named(field), i18n.language)}
              {': '}
              {t('looks.otherwise', {
                reported: reportedWords(named(field), reported, i18n.language),
                found: reportedWords(named(field), found, i18n.language),
              })}
            </li>
          ))}
        </ul>
      ) : null}
      {look.note ? <p>{look.note}</p> : null}
    </>
  )
}
