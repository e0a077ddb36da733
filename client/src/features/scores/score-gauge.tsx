import { useTranslation } from 'react-i18next'
import { formatPoints } from '#features/scores/points.ts'

type Thresholds = { A: number; B: number; C: number }

const RADIUS = 82
const CENTRE = { x: 100, y: 98 }
const WHOLE = 10_000

/** The score on a half circle, with a mark where each tier begins. The number in the middle says the same. */
export function ScoreGauge({ score, thresholds }: { score: number; thresholds: Thresholds }) {
  const { t } = useTranslation('scores')
  return (
    <svg
      className="score-gauge"
      viewBox="-12 -14 224 134"
      role="img"
      aria-label={t('gauge', { points: formatPoints(score) })}
    >
      <path className="score-gauge-track" d={arc(0, WHOLE)} />
      <path className="score-gauge-value" d={arc(0, Math.max(score, 1))} />
      {(['A', 'B', 'C'] as const).map(tier => {
        const [inner, outer, label] = [70, 94, 104].map(radius => at(thresholds[tier], radius))
        return inner && outer && label ? (
          <g key={tier}>
            <line className="score-gauge-mark" x1={inner.x} y1={inner.y} x2={outer.x} y2={outer.y} />
            <text
              className="score-gauge-tier"
              x={label.x}
              y={label.y}
              textAnchor="middle"
              dominantBaseline="middle"
            >
              {tier}
            </text>
          </g>
        ) : null
      })}
      <text className="score-gauge-number" x={CENTRE.x} y={CENTRE.y - 6} textAnchor="middle">
        {formatPoints(score)}
      </text>
      <text className="score-gauge-of" x={CENTRE.x} y={CENTRE.y + 16} textAnchor="middle">
        {t('ofHundred')}
      </text>
    </svg>
  )
}

function at(score: number, radius: number) {
  const angle = Math.PI * (1 - score / WHOLE)
  return { x: CENTRE.x + radius * Math.cos(angle), y: CENTRE.y - radius * Math.sin(angle) }
}

function arc(from: number, to: number): string {
  const [start, end] = [at(from, RADIUS), at(to, RADIUS)]
  return `M ${start.x.toFixed(2)} ${start.y.toFixed(2)} A ${RADIUS} ${RADIUS} 0 0 1 ${end.x.toFixed(2)} ${end.y.toFixed(2)}`
}
