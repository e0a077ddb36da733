import { type CategoryRefusal, REVIEW_REASONS, type ReviewReason } from '@haowu/shared/onboarding.ts'
import { useTranslation } from 'react-i18next'

type RefusalFieldsProps = { refusal: CategoryRefusal; onChange: (refusal: CategoryRefusal) => void }

/** Why some of the categories are not granted, for the applicant to read. */
export function RefusalFields({ refusal, onChange }: RefusalFieldsProps) {
  const { t } = useTranslation('review')
  const { t: words } = useTranslation('onboarding')
  return (
    <fieldset className="stack-tight review-ticks">
      <legend className="strong">{t('refuseWhy')}</legend>
      <label className="stack-tight">
        {t('findingReason')}
        <select
          className="field"
          value={refusal.reason}
          onChange={event => onChange({ ...refusal, reason: event.target.value as ReviewReason })}
        >
          {REVIEW_REASONS.map(reason => (
            <option key={reason} value={reason}>
              {words(`reason.${reason}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="stack-tight">
        {t('findingWords')}
        <textarea
          className="field"
          rows={2}
          maxLength={500}
          value={refusal.words}
          onChange={event => onChange({ ...refusal, words: event.target.value })}
        />
      </label>
    </fieldset>
  )
}
