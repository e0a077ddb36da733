import { useTranslation } from 'react-i18next'
import type { Slot } from '#features/picks/run-sheet.ts'

type Told = Pick<Slot, 'grade' | 'highlights' | 'reportGenuine'>

/** The grade with what decides it first, then what else the signed report says. */
export function Highlights({ slot }: { slot: Told }) {
  const { t, i18n } = useTranslation('picks')
  const english = i18n.language === 'en'
  if (slot.reportGenuine === false) return <p className="small field-error">{t('forgedNote')}</p>
  const { lines, reasons, defects } = slot.highlights
  const ordered = lines.toSorted(
    (one, other) => Number(reasons.includes(other.key)) - Number(reasons.includes(one.key)),
  )
  return (
    <ul className="highlights small">
      {slot.grade === null ? null : (
        <li className="strong">{t('gradeIs', { grade: t(`grades.${slot.grade}` as 'grades.95') })}</li>
      )}
      {ordered.map(line => (
        <li key={line.key} data-decides={reasons.includes(line.key) || undefined}>
          {english ? line.en : line.zh} {english ? line.valueEn : line.valueZh}
        </li>
      ))}
      {defects ? <li>{defects}</li> : null}
    </ul>
  )
}
