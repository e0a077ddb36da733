import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clawRefund, divideRefund } from './divide-refund.ts'
import { splitOrder } from './split-order.ts'

const fen = (most: bigint) => fc.bigInt(0n, most)

test('the worked example: a refund of 100,000 takes 104,255, of which 4,255 return to the platform', () => {
  const order = {
    paidFen: 472_000n,
    freightFen: 2_000n,
    platformDiscountFen: 20_000n,
    refundedFen: 0n,
    refundedFreightFen: 0n,
    returnedDiscountFen: 0n,
  }
  const parts = divideRefund(order, 100_000n)
  expect(parts).toEqual({ amountFen: 100_000n, freightFen: 0n, discountFen: 4_255n })
  const earned = [
    { role: 'supplier', earnedFen: 435_650n, leftFen: 343_386n },
    { role: 'streamer', earnedFen: 24_696n, leftFen: 19_442n },
    { role: 'agency', earnedFen: 10_584n, leftFen: 8_332n },
    { role: 'leader', earnedFen: 7_350n, leftFen: 5_786n },
    { role: 'platform', earnedFen: 13_720n, leftFen: 10_799n },
  ] as const
  const claws = clawRefund(
    order,
    parts,
    earned.map(({ role, earnedFen }) => ({ role, earnedFen, clawedFen: 0n })),
  )
  expect(claws.reduce((sum, claw) => sum + claw.amountFen, 0n)).toBe(104_255n)
  // The example rounds each rate anew; we divide what is held, so that no sequence of refunds can take more than was earned.
  for (const { role, earnedFen, leftFen } of earned) {
    const left = earnedFen - (claws.find(claw => claw.role === role)?.amountFen ?? 0n)
    const differsFen = left > leftFen ? left - leftFen : leftFen - left
    expect(differsFen, role).toBeLessThanOrEqual(2n)
  }
})

test('whatever the order and its refunds: each fen goes back once, nobody gives what he does not hold, and all ends at zero', () => {
  const story = fc.record({
    listFen: fc.bigInt(10_000n, 90_000_000n),
    supplierFen: fen(1_000n),
    platformFen: fen(5_000n),
    freightFen: fen(3_000n),
    rateBps: fc.integer({ min: 0, max: 5_000 }),
    serviceRateBps: fc.integer({ min: 0, max: 2_000 }),
    cuts: fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 6 }),
  })
  fc.assert(
    fc.property(story, ({ listFen, supplierFen, platformFen, freightFen, rateBps, serviceRateBps, cuts }) => {
      const terms = {
        rateBps,
        serviceRateBps,
        techRateBps: 1_000,
        platformRateBps: 200,
        agencyRateBps: 3_000,
        agencyId: 'a',
        leaderId: 'l',
        priceModel: 'commission',
        supplyPriceFen: null,
      }
      const discounts = { supplierFen, platformFen, streamerFen: 0n }
      const { shares } = splitOrder({ listFen, discounts, freightFen, terms: terms as never })
      const earners = shares.map(({ role, amountFen }) => ({ role, earnedFen: amountFen, clawedFen: 0n }))
      const order = {
        paidFen: listFen - supplierFen - platformFen + freightFen,
        freightFen,
        platformDiscountFen: platformFen,
        refundedFen: 0n,
        refundedFreightFen: 0n,
        returnedDiscountFen: 0n,
      }
      for (const percent of [...cuts, 100]) {
        const leftFen = order.paidFen - order.refundedFen
        const amountFen = (leftFen * BigInt(percent)) / 100n
        if (amountFen === 0n) continue
        const parts = divideRefund(order, amountFen)
        const claws = clawRefund(order, parts, earners)
        expect(claws.reduce((sum, claw) => sum + claw.amountFen, 0n)).toBe(amountFen + parts.discountFen)
        for (const [n, earner] of earners.entries()) {
          const claw = claws[n]?.amountFen ?? 0n
          expect(claw).toBeGreaterThanOrEqual(0n)
          earner.clawedFen += claw
          expect(earner.clawedFen).toBeLessThanOrEqual(earner.earnedFen)
        }
        order.refundedFen += amountFen
        order.refundedFreightFen += parts.freightFen
        order.returnedDiscountFen += parts.discountFen
      }
      for (const earner of earners) expect(earner.clawedFen).toBe(earner.earnedFen)
      expect(order.returnedDiscountFen).toBe(platformFen)
    }),
    { numRuns: 400 },
  )
})
