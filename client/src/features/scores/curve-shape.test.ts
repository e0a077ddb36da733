import { expect, test } from 'vitest'
import { shapeCurve } from './curve-shape.ts'

const FRAME = { width: 320, height: 120, left: 10, right: 10, top: 10, bottom: 10 }
const TIERS = { A: 9_000, B: 7_500, C: 6_000 }

test('nothing to show is no curve', () =>
  expect(shapeCurve([], TIERS, FRAME)).toEqual({
    line: '',
    last: null,
    marks: [],
    first: null,
    latest: null,
  }))

test('a single day is a point on the left', () => {
  const { last, line } = shapeCurve([{ day: '2026-11-01', score: 8_000 }], TIERS, FRAME)
  expect(last).toEqual({ x: 10, y: 60 })
  expect(line).toBe('M10 60')
})

test('a day without a score leaves its place empty', () => {
  const days = [
    { day: '2026-10-30', score: 8_000 },
    { day: '2026-10-31', score: 8_000 },
    { day: '2026-11-03', score: 8_000 },
  ]
  expect(shapeCurve(days, TIERS, FRAME).line).toBe('M10 60 L85 60 L310 60')
})

test('a higher score stands higher, and only thresholds within the picture are drawn', () => {
  const days = [
    { day: '2026-11-01', score: 7_600 },
    { day: '2026-11-02', score: 8_600 },
  ]
  const { line, marks } = shapeCurve(days, TIERS, FRAME)
  const [, from, to] = line.match(/M10 ([\d.]+) L310 ([\d.]+)/) ?? []
  expect(Number(from)).toBeGreaterThan(Number(to))
  expect(marks.map(({ tier }) => tier)).toEqual(['B'])
})

test('a steady score does not swing: a tenth of a point is less than a fiftieth of the height', () => {
  const days = [
    { day: '2026-11-01', score: 8_000 },
    { day: '2026-11-02', score: 8_010 },
  ]
  const [, from, to] = shapeCurve(days, TIERS, FRAME).line.match(/M10 ([\d.]+) L310 ([\d.]+)/) ?? []
  expect(Math.abs(Number(from) - Number(to))).toBeLessThan(2)
})
