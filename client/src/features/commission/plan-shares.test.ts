import { expect, test } from 'vitest'
import { planShares } from './plan-shares.ts'

const fees = { platformRateBps: 200, techRateBps: 1_000 }

test.each([
  [100_000n, 800, 150, { supplierFen: 88_500n, streamerFen: 7_200n, platformFen: 4_300n }],
  [99n, 800, 0, { supplierFen: 91n, streamerFen: 7n, platformFen: 1n }],
  [1n, 5_000, 0, { supplierFen: 1n, streamerFen: 0n, platformFen: 0n }],
])('a sale of %s fen at %s + %s bps is shared to the fen', (priceFen, rateBps, serviceRateBps, shares) => {
  expect(planShares(priceFen, { rateBps, serviceRateBps, supplyRateBps: null }, fees)).toEqual(shares)
  const { supplierFen, streamerFen, platformFen } = planShares(
    priceFen,
    { rateBps, serviceRateBps, supplyRateBps: null },
    fees,
  )
  expect(supplierFen + streamerFen + platformFen).toBe(priceFen)
})

test('under a supply price the supplier gets it, the streamer the margin after fees', () => {
  const rates = { rateBps: 0, serviceRateBps: 150, supplyRateBps: 8_000 }
  // 100,000 − 80,000 − 1,500 − 2,000 = 16,500; tech 1,650
  expect(planShares(100_000n, rates, fees)).toEqual({
    supplierFen: 80_000n,
    streamerFen: 14_850n,
    platformFen: 5_150n,
  })
})
