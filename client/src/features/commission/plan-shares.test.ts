import { expect, test } from 'vitest'
import { planShares } from './plan-shares.ts'

const fees = { platformRateBps: 200, techRateBps: 1_000 }

test.each([
  [100_000n, 800, 150, { supplierFen: 88_500n, streamerFen: 7_200n, platformFen: 4_300n }],
  [99n, 800, 0, { supplierFen: 91n, streamerFen: 7n, platformFen: 1n }],
  [1n, 5_000, 0, { supplierFen: 1n, streamerFen: 0n, platformFen: 0n }],
])('a sale of %s fen at %s + %s bps is shared to the fen', (priceFen, rateBps, serviceRateBps, shares) => {
  expect(planShares(priceFen, { rateBps, serviceRateBps }, fees)).toEqual(shares)
  const { supplierFen, streamerFen, platformFen } = planShares(priceFen, { rateBps, serviceRateBps }, fees)
  expect(supplierFen + streamerFen + platformFen).toBe(priceFen)
})
