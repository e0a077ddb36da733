import { RATING_KINDS } from '@haowu/shared/scores.ts'
import { useTranslation } from 'react-i18next'
import './stars.css'

type Means = { goods: number; service: number; logistics: number }

/** The three means, each as a bar and a number. */
export function RatingMeans({ means }: { means: Means }) {
  const { t } = useTranslation('rating')
  return (
    <ul className="rating-means">
      {RATING_KINDS.map(kind => (
        <li key={kind}>
          <span>{t(`kind.${kind}`)}</span>
          <span className="rating-means-bar" aria-hidden="true">
            <span style={{ width: `${means[kind] / 5}%` }} />
          </span>
          <span className="strong numeric">{(means[kind] / 100).toFixed(2)}</span>
        </li>
      ))}
    </ul>
  )
}
