import type { VerifiableReport } from '@haowu/shared/verification.ts'
import { useTranslation } from 'react-i18next'
import { nameOf } from '#features/report/line-words.ts'
import type { SignedFacts } from '#features/report/signed-facts.ts'
import { formatMoment } from '#ui/date-text.tsx'

/** The grade, and each finding that keeps it from being higher. */
export function ReportGrade({ facts, report }: { facts: SignedFacts; report: VerifiableReport }) {
  const { t, i18n } = useTranslation('report')
  return (
    <section className="panel stack-tight" aria-labelledby="report-grade">
      <h2 id="report-grade">{t('grade')}</h2>
      <p className="report-grade-word">{t(`grades.${facts.grade}`)}</p>
      {facts.gradeReasons.length > 0 ? (
        <>
          <p>{t('because')}</p>
          <ul className="report-reasons">
            {facts.gradeReasons.map(({ field, value, atBest }) => {
              const words = nameOf(report.lines, { field, value, language: i18n.language })
              return (
                <li key={field} data-decides={atBest === facts.grade || undefined}>
                  <span>
                    {words.name} <span className="strong">{words.value}</span>
                  </span>
                  <span className="secondary">{t('atBest', { grade: t(`grades.${atBest}`) })}</span>
                </li>
              )
            })}
          </ul>
        </>
      ) : (
        <p>{t('flawless')}</p>
      )}
      <p className="secondary small">
        {t('gradeNote', { version: facts.rubricVersion })}{' '}
        {report.rubricSince
          ? t('rubricSince', { day: formatMoment(report.rubricSince, i18n.language, 'day') })
          : null}
      </p>
    </section>
  )
}
