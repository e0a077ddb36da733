import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AccountCode } from './accounts.ts'
import { pairUp, sumOf } from './pair-up.ts'

const parts = (side: string) =>
  fc
    .array(fc.bigInt(0n, 50n), { maxLength: 5 })
    .map(amounts => amounts.map((amountFen, n) => ({ account: `${side}${n}` as AccountCode, amountFen })))

test('every source is emptied and every target filled, whatever the parts', () => {
  fc.assert(
    fc.property(parts('from'), parts('to'), (sources, targets) => {
      const rest = sumOf(sources) - sumOf(targets)
      if (rest > 0n) targets.push({ account: 'rest' as AccountCode, amountFen: rest })
      if (rest < 0n) sources.push({ account: 'rest' as AccountCode, amountFen: -rest })
      const legs = pairUp(sources, targets)
      for (const leg of legs) expect(leg.amountFen).toBeGreaterThan(0n)
      for (const { account, amountFen } of sources)
        expect(sumOf(legs.filter(leg => leg.debit === account))).toBe(amountFen)
      for (const { account, amountFen } of targets)
        expect(sumOf(legs.filter(leg => leg.credit === account))).toBe(amountFen)
    }),
  )
})

test('two sides that differ are refused', () => {
  const part = (name: string, amountFen: bigint) => ({ account: name as AccountCode, amountFen })
  expect(() => pairUp([part('a', 2n)], [part('b', 3n)])).toThrow(RangeError)
  expect(() => pairUp([part('a', 4n)], [part('b', 3n)])).toThrow(RangeError)
  expect(() => pairUp([part('a', -3n)], [part('b', -3n)])).toThrow(RangeError)
})
