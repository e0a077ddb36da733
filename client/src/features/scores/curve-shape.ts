export type DayPoint = { day: string; score: number }
export type Frame = {
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
}

export type CurveShape = {
  line: string
  last: { x: number; y: number } | null
  /** Tier thresholds that lie within what is shown. */
  marks: { tier: string; score: number; y: number }[]
  first: string | null
  latest: string | null
}

const DAY_MS = 86_400_000
/** Never less than so many hundredths from top to bottom, so that a tenth of a point is no mountain. */
const LEAST_SPAN = 600

/** Places days on a curve: equal days are equally far apart, and a day without a score leaves its place empty. */
export function shapeCurve(
  days: readonly DayPoint[],
  thresholds: Record<string, number>,
  frame: Frame,
): CurveShape {
  const [first, latest] = [days.at(0), days.at(-1)]
  if (!first || !latest) return { line: '', last: null, marks: [], first: null, latest: null }
  const scores = days.map(({ score }) => score)
  const { low, high } = widen(Math.min(...scores), Math.max(...scores))
  const span = Math.max(1, dayNumber(latest.day) - dayNumber(first.day))
  const x = (day: string) =>
    frame.left + ((dayNumber(day) - dayNumber(first.day)) / span) * (frame.width - frame.left - frame.right)
  const y = (score: number) =>
    frame.top + ((high - score) / (high - low)) * (frame.height - frame.top - frame.bottom)
  const points = days.map(({ day, score }) => ({ x: round(x(day)), y: round(y(score)) }))
  return {
    line: points.map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join(' '),
    last: points.at(-1) ?? null,
    marks: Object.entries(thresholds)
      .filter(([, score]) => score >= low && score <= high)
      .map(([tier, score]) => ({ tier, score, y: round(y(score)) })),
    first: first.day,
    latest: latest.day,
  }
}

function widen(low: number, high: number): { low: number; high: number } {
  const missing = Math.max(0, LEAST_SPAN - (high - low)) / 2
  const margin = 100
  return { low: Math.max(0, low - missing - margin), high: Math.min(10_000, high + missing + margin) }
}

const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / DAY_MS
const round = (value: number) => Math.round(value * 10) / 10
