import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { formatPoints } from '#features/scores/points.ts'
import { ScoreCurve } from '#features/scores/score-curve.tsx'
import { ScoreGauge } from '#features/scores/score-gauge.tsx'
import { ScoreInputs } from '#features/scores/score-inputs.tsx'
import { ScoreRaise } from '#features/scores/score-raise.tsx'
import { TierEffects } from '#features/scores/tier-effects.tsx'
import { TierTag } from '#features/scores/tier-tag.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import './scores.css'

export type ScoreSeen = Outputs['scores']['own']
export type DayScore = NonNullable<ScoreSeen['latest']>

/** A score from the whole to its last input: nothing in it that the reader could not add up. */
export function ScoreView({ score }: { score: ScoreSeen }) {
  const { t } = useTranslation('scores')
  const { latest } = score
  if (!latest) {
    return (
      <>
        <EmptyState icon="overview" title={t('none')}>
          {t('noneBody')}
        </EmptyState>
        <TierEffects score={score} />
      </>
    )
  }
  return (
    <>
      <div className="score-head">
        <section className="panel score-now" aria-label={t('now')}>
          <ScoreGauge score={latest.score} thresholds={score.thresholds} />
          <div className="row score-tier">
            <TierTag tier={score.tier} />
            <span className="small secondary">
              {t('asOf')} <DateText at={`${latest.day}T00:00:00+08:00`} form="day" />
            </span>
          </div>
          <NextTier score={score} latest={latest} />
        </section>
        <section className="panel stack" aria-labelledby="parts">
          <h2 id="parts">{t('parts')}</h2>
          <Parts latest={latest} />
        </section>
      </div>
      <section className="panel stack" aria-labelledby="curve">
        <h2 id="curve">{t('curve')}</h2>
        <ScoreCurve days={score.curve} thresholds={score.thresholds} />
      </section>
      <ScoreInputs score={score} latest={latest} />
      <ScoreRaise score={score} latest={latest} />
      <TierEffects score={score} />
    </>
  )
}

/** How far the next tier up is, and where this one ends. */
function NextTier({ score, latest }: { score: ScoreSeen; latest: DayScore }) {
  const { t } = useTranslation('scores')
  const { tier, thresholds } = score
  const up = ({ B: 'A', C: 'B', D: 'C', A: null } as const)[tier]
  return (
    <ul className="stack-tight small secondary">
      {up && latest.score < thresholds[up] ? (
        <li>
          {t('toNext', {
            tier: up,
            missing: formatPoints(thresholds[up] - latest.score),
            from: formatPoints(thresholds[up]),
          })}
        </li>
      ) : null}
      {tier === 'D' ? null : (
        <li>{t('keeps', { tier, below: formatPoints(thresholds[tier] - thresholds.margin) })}</li>
      )}
    </ul>
  )
}

/** The score as a sum of its parts, each with what it could give at most. */
function Parts({ latest }: { latest: DayScore }) {
  const { t } = useTranslation('scores')
  const parts = [...Map.groupBy(latest.inputs, ({ part }) => part)].map(([part, inputs]) => ({
    part,
    points: inputs.reduce((sum, { points }) => sum + points, 0),
    weight: inputs.reduce((sum, { weight }) => sum + weight, 0),
  }))
  return (
    <>
      <p className="score-sum numeric">
        <span className="strong">{formatPoints(latest.score)}</span> ={' '}
        {parts.map(({ points }) => formatPoints(points)).join(' + ')}
      </p>
      <ul className="score-parts">
        {parts.map(({ part, points, weight }, index) => (
          <li key={part}>
            <span className="score-part-name">{t(`part.${part}`)}</span>
            <span className="numeric nowrap">
              <span className="strong">{formatPoints(points)}</span>{' '}
              <span className="secondary">/ {formatPoints(weight)}</span>
            </span>
            <span className="score-part-bar" aria-hidden="true">
              <span
                style={{ width: `${(points / weight) * 100}%`, background: `var(--chart-${index + 1})` }}
              />
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
