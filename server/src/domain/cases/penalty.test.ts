import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calculatePenalty, mostPenalty, penaltySchedule } from './penalty.ts'

const paid = (fen: bigint) => ({ from: 'paid' as const, fen })
const schedule = penaltySchedule.parse([
  {
    from: 1,
    points: 1,
    amount: { kind: 'rate', rateBps: 1_000, leastFen: '500', mostFen: '3000' },
    restrictions: [],
  },
  {
    from: 3,
    points: 2,
    amount: { kind: 'rate', rateBps: 2_000, leastFen: '500', mostFen: '3000' },
    restrictions: [{ kind: 'no_listing', days: 3 }],
  },
])

describe('a rate of what was paid', () => {
  test.each([
    [10_000n, 0, 1_000n, 1],
    // Rounded down to whole fen.
    [10_009n, 0, 1_000n, 1],
    [4_999n, 0, 500n, 1],
    [5_000n, 0, 500n, 1],
    [30_000n, 0, 3_000n, 1],
    [30_010n, 0, 3_000n, 1],
    [10_000n, 1, 1_000n, 1],
    [10_000n, 2, 2_000n, 2],
    [10_000n, 9, 2_000n, 2],
    [0n, 0, 500n, 1],
  ])('of %s fen after %s times is %s fen and %s points', (fen, earlier, amountFen, points) => {
    const penalty = calculatePenalty({ schedule, base: paid(fen), earlier })
    expect(penalty).toMatchObject({ amountFen, points })
    expect(penalty.lines.at(-1)).toEqual({ step: 'result', amountFen: amountFen.toString() })
  })

  test('shows each line of its arithmetic', () =>
    expect(calculatePenalty({ schedule, base: paid(40_000n), earlier: 2 }).lines).toEqual([
      { step: 'repeat', times: 3, from: 3 },
      { step: 'base', from: 'paid', amountFen: '40000' },
      { step: 'rate', rateBps: 2_000, amountFen: '8000' },
      { step: 'most', amountFen: '3000' },
      { step: 'result', amountFen: '3000' },
    ]))

  test('is never below the least nor above the most, and never falls when more was paid', () =>
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 12n), fc.bigInt(0n, 10n ** 12n), fc.nat(5), (a, b, earlier) => {
        const of = (fen: bigint) => calculatePenalty({ schedule, base: paid(fen), earlier }).amountFen
        const [less, more] = a < b ? [a, b] : [b, a]
        expect(of(less)).toBeLessThanOrEqual(of(more))
        expect(of(a) >= 500n && of(a) <= 3_000n).toBe(true)
        expect(mostPenalty({ schedule, base: paid(a), earlier })).toBe(of(a))
      }),
    ))
})

describe('an amount that is set case by case', () => {
  const set = penaltySchedule.parse([
    { from: 1, points: 2, amount: { kind: 'set', mostRateBps: 3_000 }, restrictions: [] },
  ])
  const of = (setFen?: bigint) => calculatePenalty({ schedule: set, base: paid(10_000n), earlier: 0, setFen })

  test('is what was set, up to the limit of the clause', () => {
    expect(of(3_000n).amountFen).toBe(3_000n)
    expect(mostPenalty({ schedule: set, base: paid(10_000n), earlier: 0 })).toBe(3_000n)
  })

  test.each([[3_001n], [undefined]])('of %s is refused with the limit', setFen =>
    expect(() => of(setFen)).toThrowError(
      expect.objectContaining({ code: 'bad_request', facts: { field: 'amountFen', mostFen: '3000' } }),
    ),
  )
})

test.each([
  ['no step', []],
  ['no first time', [{ from: 2, points: 1, amount: { kind: 'none' }, restrictions: [] }]],
  [
    'steps that do not rise',
    [1, 3, 3].map(from => ({ from, points: 1, amount: { kind: 'none' }, restrictions: [] })),
  ],
])('a schedule with %s is no schedule', (_, steps) =>
  expect(penaltySchedule.safeParse(steps).success).toBe(false),
)
