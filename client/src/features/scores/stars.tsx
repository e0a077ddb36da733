import { useTranslation } from 'react-i18next'
import './stars.css'

const STAR = 'm12 3.2 2.7 5.6 6.1.8-4.5 4.3 1.1 6.1L12 17.1 6.6 20l1.1-6.1-4.5-4.3 6.1-.8z'

/** One to five stars as picture and number: `value` may have decimals. */
export function Stars({ value, size = 16 }: { value: number; size?: number }) {
  const { t } = useTranslation('rating')
  return (
    <span className="stars" role="img" aria-label={t('stars', { value: `${value}` })}>
      {[1, 2, 3, 4, 5].map(star => (
        <Star key={star} full={value >= star - 0.5} size={size} />
      ))}
    </span>
  )
}

export function Star({ full, size }: { full: boolean; size: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      className="star"
      data-full={full || undefined}
    >
      <path d={STAR} strokeLinejoin="round" />
    </svg>
  )
}
