import { useTranslation } from 'react-i18next'
import { type DayPoint, type Frame, shapeCurve } from '#features/scores/curve-shape.ts'
import { formatPoints } from '#features/scores/points.ts'
import { formatMoment } from '#ui/date-text.tsx'
import { useIsPhone } from '#ui/media.ts'

const WIDE: Frame = { width: 1060, height: 200, left: 8, right: 62, top: 16, bottom: 28 }
const NARROW: Frame = { width: 330, height: 180, left: 6, right: 56, top: 16, bottom: 28 }

/** The last thirty days as a line, with the thresholds it came near. */
export function ScoreCurve({
  days,
  thresholds,
}: {
  days: DayPoint[]
  thresholds: Record<'A' | 'B' | 'C', number>
}) {
  const { t, i18n } = useTranslation('scores')
  const frame = useIsPhone() ? NARROW : WIDE
  const { A, B, C } = thresholds
  const { line, last, marks, first, latest } = shapeCurve(days, { A, B, C }, frame)
  const [from, to] = [days.at(0), days.at(-1)]
  if (!from || !to || !last || !first || !latest) return null
  const dayText = (day: string) => formatMoment(`${day}T00:00:00+08:00`, i18n.language, 'day')
  const foot = frame.height - 8
  const end = frame.width - frame.right
  return (
    <svg
      className="score-curve"
      viewBox={`0 0 ${frame.width} ${frame.height}`}
      role="img"
      aria-label={t('curveSays', {
        from: dayText(first),
        to: dayText(latest),
        start: formatPoints(from.score),
        end: formatPoints(to.score),
      })}
    >
      {marks.map(({ tier, y }) => (
        <g key={tier}>
          <line className="score-curve-mark" x1={frame.left} x2={end} y1={y} y2={y} />
          <text className="score-curve-text" x={frame.left} y={y - 5}>
            {t('tierName', { tier })}
          </text>
        </g>
      ))}
      <line
        className="score-curve-axis"
        x1={frame.left}
        x2={end}
        y1={frame.height - frame.bottom}
        y2={frame.height - frame.bottom}
      />
      <path className="score-curve-line" d={line} />
      <circle className="score-curve-last" cx={last.x} cy={last.y} r="4" />
      <text className="score-curve-value" x={last.x + 8} y={last.y + 4}>
        {formatPoints(to.score)}
      </text>
      <text className="score-curve-text" x={frame.left} y={foot}>
        {dayText(first)}
      </text>
      {first === latest ? null : (
        <text className="score-curve-text" x={end} y={foot} textAnchor="end">
          {dayText(latest)}
        </text>
      )}
    </svg>
  )
}
