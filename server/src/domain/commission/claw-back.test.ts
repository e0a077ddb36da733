import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clawBack, type Earned } from './claw-back.ts'
import type { ShareRole } from './split-order.ts'

const roles: ShareRole[] = ['supplier', 'streamer', 'agency', 'leader', 'platform']
const earners = (amounts: bigint[]): Earned[] =>
  amounts.map((earnedFen, index) => ({ role: roles[index] ?? 'platform', earnedFen, clawedFen: 0n }))
const taken = (refundFen: bigint, from: Earned[]) => clawBack(refundFen, from).map(claw => claw.amountFen)

describe('clawBack', () => {
  test.each<[bigint, bigint[], bigint[]]>([
    [0n, [70n, 30n], [0n, 0n]],
    [10n, [70n, 30n], [7n, 3n]],
    [1n, [50n, 50n], [1n, 0n]],
    [3n, [1n, 1n, 1n], [1n, 1n, 1n]],
    [2n, [1n, 1n, 1n], [1n, 1n, 0n]],
    [5n, [9n, 1n], [5n, 0n]],
    [492_000n, [435_650n, 24_696n, 10_584n, 0n, 21_070n], [435_650n, 24_696n, 10_584n, 0n, 21_070n]],
  ])('a refund of %s over %s takes %s', (refundFen, earned, expected) =>
    expect(taken(refundFen, earners(earned))).toEqual(expected),
  )

  test('counts only what is still held', () =>
    expect(
      taken(6n, [
        { role: 'supplier', earnedFen: 100n, clawedFen: 96n },
        { role: 'streamer', earnedFen: 2n, clawedFen: 0n },
      ]),
    ).toEqual([4n, 2n]))

  test.each([-1n, 101n])('refuses a refund of %s over 100 held', refundFen =>
    expect(() => clawBack(refundFen, earners([70n, 30n]))).toThrow(RangeError),
  )
})

test('any sequence of refunds gives each refund exactly, never more than is held, and ends at zero when all is refunded', () => {
  const shares = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 5 })
  const parts = fc.array(fc.nat({ max: 100 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(shares, parts, (earned, weights) => {
      let book = earners(earned)
      let leftFen = earned.reduce((sum, fen) => sum + fen, 0n)
      for (const weight of [...weights, 100]) {
        const refundFen = (leftFen * BigInt(weight)) / 100n
        const claws = taken(refundFen, book)
        expect(claws.reduce((sum, fen) => sum + fen, 0n)).toBe(refundFen)
        book = book.map((row, index) => ({ ...row, clawedFen: row.clawedFen + (claws[index] ?? 0n) }))
        for (const row of book) {
          expect(row.clawedFen).toBeGreaterThanOrEqual(0n)
          expect(row.clawedFen).toBeLessThanOrEqual(row.earnedFen)
        }
        leftFen -= refundFen
      }
      expect(book.every(row => row.clawedFen === row.earnedFen)).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})
