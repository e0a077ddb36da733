import { expect, test } from 'vitest'
import type { Bench, Variant } from './bench-contract.ts'
import { median } from './median.ts'
import { runBench } from './run-rounds.ts'

test.each([
  [[3], 3],
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
])('the median of %j is %d', (values, middle) => {
  expect(median(values)).toBe(middle)
})

/** A machine whose processor time moves only as the variants say. */
function fakeMachine() {
  const order: string[] = []
  let used = 0
  const variant = (name: string, secondsOf: (round: number) => number): Variant => ({
    before: round => void order.push(`before ${name} ${round}`),
    run: round => {
      order.push(`${name} ${round}`)
      used += secondsOf(round)
      return Promise.resolve(10)
    },
  })
  return { order, variant, clock: { nodeCpu: () => 0, postgresCpu: () => used } }
}

test('variants take turns, the first round is not counted, and a ratio compares runs of one round', async () => {
  const { order, variant, clock } = fakeMachine()
  let disposed = false
  const bench: Bench = {
    name: 'fake',
    title: 'Fake',
    prepare: () =>
      Promise.resolve({
        unit: 'thing',
        // The machine gets slower from round to round; the ratio within a round stays the same. Round 0 is far off.
        variants: {
          fast: variant('fast', round => (round === 0 ? 99 : round)),
          slow: variant('slow', round => round * 4),
        },
        ratios: { fast_vs_slow: { of: 'fast', over: 'slow', by: 'cpu' } },
        [Symbol.asyncDispose]: () => {
          disposed = true
          return Promise.resolve()
        },
      }),
  }
  const result = await runBench(bench, { context: { adminUrl: '', quick: true }, clock, rounds: 3 })
  expect(order.slice(0, 6)).toEqual([
    'before fast 0',
    'fast 0',
    'before slow 0',
    'slow 0',
    'before fast 1',
    'fast 1',
  ])
  expect(result.ratios).toEqual({ fast_vs_slow: 0.25 })
  expect(result.cpu.slow).toEqual({ node: 0, postgres: 800_000 })
  expect(result.rounds).toBe(3)
  expect(disposed).toBe(true)
})
