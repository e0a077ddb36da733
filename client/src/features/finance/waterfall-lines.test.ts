import { expect, test } from 'vitest'
import { waterfallLines } from './waterfall-lines.ts'

const discounted = {
  listFen: 500_000n,
  supplierDiscountFen: 10_000n,
  platformDiscountFen: 20_000n,
  streamerDiscountFen: 0n,
  freightFen: 2_000n,
  paidFen: 472_000n,
  shares: [
    { role: 'supplier', earnedFen: 435_650n },
    { role: 'streamer', earnedFen: 24_696n },
    { role: 'agency', earnedFen: 10_584n },
    { role: 'leader', earnedFen: 7_350n },
    { role: 'platform', earnedFen: 13_720n },
  ],
}

test('what there is to share is what was paid plus the platform discount, and the shares leave nothing', () => {
  const lines = waterfallLines(discounted)
  expect(lines.find(line => line.key === 'total')?.fen).toBe(492_000n)
  expect(lines.at(-1)).toMatchObject({ key: 'rest', fen: 0n })
})

test('each share begins where the one before ended', () => {
  const shares = waterfallLines(discounted).filter(line => line.kind === 'share')
  expect(shares.map(({ from, to }) => [from, to])).toEqual([
    [56_350n, 492_000n],
    [31_654n, 56_350n],
    [21_070n, 31_654n],
    [13_720n, 21_070n],
    [0n, 13_720n],
  ])
})

test('an order without discounts shows neither discounts nor freight', () =>
  expect(
    waterfallLines({
      ...discounted,
      supplierDiscountFen: 0n,
      platformDiscountFen: 0n,
      freightFen: 0n,
      shares: [],
    }).map(line => line.key),
  ).toEqual(['list', 'total']))
