import { useTranslation } from 'react-i18next'
import { formatChange, formatPoints } from '#features/scores/points.ts'
import type { DayScore, ScoreSeen } from '#features/scores/score-view.tsx'
import { Icon } from '#ui/icon.tsx'

const SHOWN = 3

/** Where most points are lost and what one can do about it, and what the next good orders would bring. */
export function ScoreRaise({ score, latest }: { score: ScoreSeen; latest: DayScore }) {
  const { t } = useTranslation('scores')
  const { outlook } = score
  const costly = latest.inputs
    .map(({ code, weight, points, bad }) => ({ code, lost: weight - points, bad }))
    .filter(({ lost }) => lost > 0)
    .toSorted((one, other) => other.lost - one.lost)
    .slice(0, SHOWN)
  return (
    <section className="panel stack" aria-labelledby="raise">
      <h2 id="raise">{t('raise')}</h2>
      <p>
        {t('ahead', {
          count: outlook.orders,
          score: formatPoints(outlook.score),
          change: formatChange(outlook.score - latest.score),
        })}
      </p>
      <ul className="stack-tight">
        {costly.map(({ code, lost, bad }) => (
          <li key={code} className="score-tip">
            <Icon name="up" size={18} />
            <span>
              <span className="strong">{t(`inputName.${code}`)}</span>{' '}
              <span className="secondary numeric">{t('upTo', { points: formatPoints(lost) })}</span>
              <br />
              {bad === 0 ? t('onlyFew') : t(`tip.${code}`)}
            </span>
          </li>
        ))}
      </ul>
      <p className="small secondary">{t('fades', { half: score.formula.halfLifeDays })}</p>
    </section>
  )
}
