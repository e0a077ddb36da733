import { SCORE_FACTS, type ScoreFact, type Tier } from '@haowu/shared/scores.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decayWeights, type FactSum, type Formula, scoreOf, WHOLE } from './formula.ts'
import { decideTier } from './tier.ts'

const FORMULA: Formula = {
  windowDays: 30,
  halfLifeDays: 15,
  priorOrders: 20,
  neutralBps: 8_000,
  inputs: [
    {
      code: 'report_match',
      part: 'truth',
      weight: 6_000,
      base: ['received'],
      bad: ['report_wrong'],
      severity: 10,
      perOrder: 1,
    },
    {
      code: 'rated_goods',
      part: 'service',
      weight: 4_000,
      base: ['goods_steps'],
      bad: ['goods_missed'],
      severity: 1,
      perOrder: 4,
    },
  ],
}

/** Something that happened so many days before the day that is scored. */
interface Happened {
  fact: ScoreFact
  age: number
  n: number
}

function sum(formula: Formula, events: readonly Happened[]): Map<ScoreFact, FactSum> {
  const weights = decayWeights(formula)
  const sums = new Map<ScoreFact, FactSum>()
  for (const { fact, age, n } of events) {
    const weight = weights[age]
    if (weight === undefined) continue
    const { count, weighted } = sums.get(fact) ?? { count: 0, weighted: 0n }
    sums.set(fact, { count: count + n, weighted: weighted + BigInt(n) * BigInt(weight) })
  }
  return sums
}
const score = (events: readonly Happened[]) => scoreOf(FORMULA, sum(FORMULA, events)).score

describe('hand-computed vectors', () => {
  test('a day weighs a half after each half-life', () => {
    const weights = decayWeights(FORMULA)
    expect([weights.length, weights[0], weights[15]]).toEqual([30, WHOLE, WHOLE / 2])
    expect(weights[1]).toBe(954_842)
  })

  test.each<[string, Happened[], number]>([
    // 20 neutral orders and nothing else: 80 of 100 in each input.
    ['nothing happened', [], 8_000],
    // (80 + 16) / (80 + 20) = 0.96 of 60 points; ratings stay at 0.8 of 40: 57.60 + 32.00.
    ['80 parcels today', [{ fact: 'received', age: 0, n: 80 }], 8_960],
    // Half a life old they count as 40: (40 + 16) / (40 + 20) = 0.933333 → 56.00; + 32.00.
    ['80 parcels a half-life ago', [{ fact: 'received', age: 15, n: 80 }], 8_800],
    // (80 − 10·2 + 16) / 100 = 0.76 → 45.60; + 32.00.
    [
      'two reports wrong',
      [
        { fact: 'received', age: 0, n: 80 },
        { fact: 'report_wrong', age: 0, n: 2 },
      ],
      7_760,
    ],
    // A year's worth of mismatches cannot take more than there is: 0 + 32.00.
    ['all reports wrong', [{ fact: 'report_wrong', age: 0, n: 500 }], 3_200],
    // Ten ratings of 4 stars: 40 steps, 10 missed: (40 − 10 + 64) / (40 + 80) = 0.783333 → 31.33; 48.00 + 31.33.
    [
      'ten ratings of four stars',
      [
        { fact: 'goods_steps', age: 0, n: 40 },
        { fact: 'goods_missed', age: 0, n: 10 },
      ],
      7_933,
    ],
    ['what is older than the window', [{ fact: 'report_wrong', age: 30, n: 9 }], 8_000],
  ])('%s: %s → %s', (_name, events, expected) => expect(score(events)).toBe(expected))

  test('the parts are the whole, whatever happened', () =>
    fc.assert(
      fc.property(happenings(), events => {
        const { score: whole, inputs } = scoreOf(FORMULA, sum(FORMULA, events))
        expect(inputs.reduce((total, { points }) => total + points, 0)).toBe(whole)
        for (const { points, weight } of inputs) {
          expect(points).toBeGreaterThanOrEqual(0)
          expect(points).toBeLessThanOrEqual(weight)
        }
      }),
    ))
})

function happenings(facts: readonly ScoreFact[] = SCORE_FACTS) {
  return fc.array(
    fc.record({
      fact: fc.constantFrom(...facts),
      age: fc.integer({ min: 0, max: 40 }),
      n: fc.integer({ min: 1, max: 500 }),
    }),
    { maxLength: 40 },
  )
}

describe('what holds for any history', () => {
  test('the order of events does not matter', () =>
    fc.assert(
      fc.property(
        happenings().chain(events =>
          fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
        ),
        ([events, shuffled]) => {
          expect(score(shuffled)).toBe(score(events))
        },
      ),
    ))

  test('one more good order never lowers a score, and one more failure never raises it', () =>
    fc.assert(
      fc.property(happenings(), fc.integer({ min: 0, max: 29 }), (events, age) => {
        const before = score(events)
        expect(score([...events, { fact: 'received', age, n: 1 }])).toBeGreaterThanOrEqual(before)
        expect(score([...events, { fact: 'goods_steps', age, n: 4 }])).toBeGreaterThanOrEqual(before)
        expect(score([...events, { fact: 'report_wrong', age, n: 1 }])).toBeLessThanOrEqual(before)
      }),
    ))

  test('a failure weighs less with each day', () =>
    fc.assert(
      fc.property(happenings(['received', 'goods_steps']), fc.integer({ min: 0, max: 29 }), (events, age) => {
        const failed = (at: number) => score([...events, { fact: 'report_wrong', age: at, n: 3 }])
        expect(failed(age + 1)).toBeGreaterThanOrEqual(failed(age))
      }),
    ))
})

describe('tiers', () => {
  const rule = { from: { A: 9_000, B: 7_500, C: 6_000 }, margin: 200 }
  test.each<[Tier, number, Tier]>([
    ['B', 8_999, 'B'],
    ['B', 9_000, 'A'],
    ['A', 8_800, 'A'],
    ['A', 8_799, 'B'],
    ['A', 7_300, 'B'],
    ['A', 7_299, 'C'],
    ['B', 7_300, 'B'],
    ['B', 7_299, 'C'],
    ['D', 6_000, 'C'],
    ['D', 5_999, 'D'],
    ['D', 9_500, 'A'],
    ['A', 0, 'D'],
  ])('%s with %s stands in %s', (current, points, expected) =>
    expect(decideTier(rule, points, current)).toBe(expected),
  )

  test('a score that stays keeps its tier from the second day on', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.constantFrom<Tier>('A', 'B', 'C', 'D'),
        (points, tier) => {
          const next = decideTier(rule, points, tier)
          expect(decideTier(rule, points, next)).toBe(next)
        },
      ),
    ))
})
