import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pairCluster, type Placed } from './pair-cluster.ts'

const side = (name: string, most: number) =>
  fc
    .array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: most })
    .map(ats => ats.map((at, nth): Placed => ({ id: `${name}${nth}`, at })))

/** What a pairing costs: how far apart in time its pairs lie. */
function costOf(pairs: Map<string, string>, lines: Placed[]): number {
  const at = (id: string) => lines.find(line => line.id === id)?.at ?? Number.NaN
  return [...pairs].reduce((sum, [left, right]) => sum + Math.abs(at(left) - at(right)), 0)
}

/** The least that any pairing costs, tried one by one. */
function leastCost(few: Placed[], many: Placed[]): number {
  const [first, ...rest] = few
  if (!first) return 0
  return Math.min(
    ...many.map((other, at) => Math.abs(first.at - other.at) + leastCost(rest, many.toSpliced(at, 1))),
  )
}

describe('lines that could all be each other’s', () => {
  test('are paired at the least cost of all pairings, each line of the smaller side once', () => {
    fc.assert(
      fc.property(side('l', 5), side('r', 5), (lefts, rights) => {
        const pairs = pairCluster(lefts, rights)
        expect(pairs.size).toBe(Math.min(lefts.length, rights.length))
        expect(new Set(pairs.values()).size).toBe(pairs.size)
        const [few, many] = lefts.length <= rights.length ? [lefts, rights] : [rights, lefts]
        expect(costOf(pairs, [...lefts, ...rights])).toBe(leastCost(few, many))
      }),
      { numRuns: 200 },
    )
  })

  test('are paired the same in whatever order they come', () => {
    const turned = side('l', 6).chain(lefts =>
      fc.tuple(
        fc.constant(lefts),
        fc.shuffledSubarray(lefts, { minLength: lefts.length, maxLength: lefts.length }),
      ),
    )
    fc.assert(
      fc.property(turned, side('r', 6), ([lefts, shuffled], rights) => {
        expect([...pairCluster(shuffled, rights.toReversed())].sort()).toEqual(
          [...pairCluster(lefts, rights)].sort(),
        )
      }),
      { numRuns: 100 },
    )
  })
})
