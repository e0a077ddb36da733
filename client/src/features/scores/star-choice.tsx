import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Star } from '#features/scores/stars.tsx'
import './star-choice.css'

const CHOICES = [1, 2, 3, 4, 5] as const

/** One to five stars to choose from: real radio buttons, so arrows and readers work as everywhere. */
export function StarChoice({ label, value, onChange }: StarChoiceProps) {
  const { t } = useTranslation('rating')
  const name = useId()
  return (
    <fieldset className="star-choice">
      <legend>{label}</legend>
      <div className="star-choice-stars">
        {CHOICES.map(star => (
          <label key={star}>
            <input
              type="radio"
              className="visually-hidden"
              name={name}
              checked={value === star}
              onChange={() => onChange(star)}
              aria-label={t('stars', { value: `${star}` })}
            />
            <Star full={star <= value} size={30} />
          </label>
        ))}
      </div>
      <span className="small secondary" aria-hidden="true">
        {value === 0 ? '' : t(`word.${value as (typeof CHOICES)[number]}`)}
      </span>
    </fieldset>
  )
}

type StarChoiceProps = { label: string; value: number; onChange: (value: number) => void }
