import { measureInWords } from '@haowu/shared/inspection.ts'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Assessment } from '#features/inspection/inspection-kinds.ts'
import type { OpenDesk, SaveState } from '#features/inspection/use-inspection.ts'
import { useIsPhone } from '#ui/media.ts'

type Reason = NonNullable<Assessment['refusedBy']>

/** The grade as it stands with what decided it, and everything that is still missing; always in sight. */
export function GradePanel({ desk, assessment, state, children }: GradePanelProps) {
  const { t, i18n } = useTranslation(['inspection', 'common'])
  const { grading, refusedBy, gaps, expiresOn } = assessment
  const isPhone = useIsPhone()
  return (
    <aside className="panel stack inspection-grade" aria-label={t('inspection:grade')}>
      <div className="row">
        <span className="inspection-grade-word">
          {refusedBy
            ? t('inspection:refused')
            : grading
              ? t(`common:grade.${grading.grade}`)
              : t('inspection:ungraded')}
        </span>
        <span className="small secondary" role="status">
          {t(`inspection:save.${state.at}`)}
        </span>
      </div>
      <details open={!isPhone}>
        <summary className="strong">
          {gaps.length > 0 ? t('inspection:missing', { count: gaps.length }) : t('inspection:because')}
        </summary>
        <ul className="small inspection-reasons">
          {(refusedBy ? [refusedBy] : (grading?.reasons ?? [])).map(reason => (
            <li key={reason.field}>
              <ReasonWords desk={desk} reason={reason} />
            </li>
          ))}
        </ul>
        <ul className="small inspection-gaps">
          {gaps.map(gap => (
            <li key={`${gap.problem}${gap.field ?? ''}`}>
              {gap.field ? (
                <a href={`#finding-${gap.field}`}>
                  {t(`inspection:gap.${gap.problem}`, {
                    field: nameOf(desk, gap.field, i18n.language === 'en'),
                  })}
                </a>
              ) : (
                t(`inspection:gap.${gap.problem}`, { need: gap.need, have: gap.have })
              )}
            </li>
          ))}
        </ul>
      </details>
      {gaps.length === 0 ? (
        <p className="small secondary">{t('inspection:ready', { until: expiresOn })}</p>
      ) : null}
      {children}
    </aside>
  )
}

type GradePanelProps = {
  desk: OpenDesk
  assessment: Assessment
  state: SaveState
  children: ReactNode
}

function ReasonWords({ desk, reason }: { desk: OpenDesk; reason: Reason }) {
  const { t, i18n } = useTranslation(['inspection', 'common'])
  const isEnglish = i18n.language === 'en'
  const field = desk.template.fields.find(({ key }) => key === reason.field)
  const choice =
    field?.kind === 'choice' ? field.choices.find(({ code }) => code === reason.value) : undefined
  const words = field?.kind === 'number' ? measureInWords(reason.value, field) : choice
  const found = words ? (isEnglish ? words.en : words.zh) : String(reason.value)
  const name = nameOf(desk, reason.field, isEnglish)
  return reason.atBest === 'refused' ? (
    <>{t('inspection:reasonRefused', { field: name, found })}</>
  ) : (
    <>{t('inspection:reason', { field: name, found, grade: t(`common:grade.${reason.atBest}`) })}</>
  )
}

function nameOf(desk: OpenDesk, key: string, isEnglish: boolean): string {
  const field = desk.template.fields.find(each => each.key === key)
  return field ? (isEnglish ? field.en : field.zh) : key
}
