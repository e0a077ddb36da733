import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clawRefund, divideRefund } from './divide-refund.ts'
import { type Discounts, NO_DISCOUNTS, splitOrder } from './split-order.ts'

/** Fees of the worked example: 1 % service, 2 % platform, 10 % of the margin for technology, 30 % of the rest for the agency. */
const RATES = {
  rateBps: 0,
  serviceRateBps: 100,
  techRateBps: 1_000,
  platformRateBps: 200,
  agencyRateBps: 3_000,
  agencyId: 'a',
  leaderId: 'l',
  priceModel: 'supply_price',
} as const

interface Sale {
  listFen: bigint
  supplyPriceFen: bigint
  freightFen?: bigint
  discounts?: Discounts
}

/** A sale at a supply price, with what each earned of it and nothing given back yet. */
function sell({ listFen, supplyPriceFen, freightFen = 0n, discounts = NO_DISCOUNTS }: Sale) {
  const terms = { ...RATES, supplyPriceFen: supplyPriceFen.toString() }
  const { shares } = splitOrder({ listFen, discounts, freightFen, terms: terms as never })
  const order = {
    paidFen: listFen - discounts.supplierFen - discounts.platformFen - discounts.streamerFen + freightFen,
    freightFen,
    platformDiscountFen: discounts.platformFen,
    refundedFen: 0n,
    refundedFreightFen: 0n,
    returnedDiscountFen: 0n,
  }
  const earners = shares.map(({ role, amountFen }) => ({ role, earnedFen: amountFen, clawedFen: 0n }))
  return { order, earners }
}

/** One refund; from then on the sale stands as it was left. */
function refund({ order, earners }: ReturnType<typeof sell>, amountFen: bigint): Record<string, bigint> {
  const parts = divideRefund(order, amountFen)
  const claws = clawRefund(order, parts, earners)
  order.refundedFen += parts.amountFen
  order.refundedFreightFen += parts.freightFen
  order.returnedDiscountFen += parts.discountFen
  for (const earner of earners)
    earner.clawedFen += claws.find(claw => claw.role === earner.role)?.amountFen ?? 0n
  return Object.fromEntries(claws.map(claw => [claw.role, claw.amountFen]))
}

const SOLD = { listFen: 500_000n, supplyPriceFen: 400_000n }

test('of ¥5,000 at a supply price of ¥4,000 the supplier gets that price, and the margin is divided', () => {
  const earned = Object.fromEntries(sell(SOLD).earners.map(({ role, earnedFen }) => [role, earnedFen]))
  expect(earned).toEqual({
    supplier: 400_000n,
    streamer: 53_550n,
    agency: 22_950n,
    leader: 5_000n,
    platform: 18_500n,
  })
})

describe('a refund of it', () => {
  test.each([
    [100_000n, { supplier: 80_000n, streamer: 10_710n, agency: 4_590n, leader: 1_000n, platform: 3_700n }],
    [333_333n, { supplier: 266_667n, streamer: 35_700n, agency: 15_300n, leader: 3_333n, platform: 12_333n }],
    [500_000n, { supplier: 400_000n, streamer: 53_550n, agency: 22_950n, leader: 5_000n, platform: 18_500n }],
  ])(
    'of %i fen takes of each by what he holds: the supplier is not spared for having a price',
    (amount, taken) => {
      expect(refund(sell(SOLD), amount)).toEqual(taken)
    },
  )

  test('of one fen takes it from whoever owes the largest part of it', () => {
    const { supplier, ...others } = refund(sell(SOLD), 1n)
    expect(supplier).toBe(1n)
    expect(Object.values(others).every(amount => amount === 0n)).toBe(true)
  })

  test('in two parts ends where one refund of all would, at zero for each', () => {
    const sale = sell(SOLD)
    refund(sale, 123_457n)
    refund(sale, 500_000n - 123_457n)
    for (const { role, earnedFen, clawedFen } of sale.earners) expect(clawedFen, role).toBe(earnedFen)
  })

  test('of a piece sold at its supply price, with no margin at all, takes nothing of a streamer who earned nothing', () => {
    const { streamer = 0n, agency = 0n } = refund(
      sell({ listFen: 500_000n, supplyPriceFen: 485_000n }),
      200_000n,
    )
    expect([streamer, agency]).toEqual([0n, 0n])
  })
})

test('whatever the supply price, discounts, freight and parts: each fen once, nobody gives what he does not hold, all ends at zero', () => {
  const story = fc.record({
    listFen: fc.bigInt(100_000n, 90_000_000n),
    supplyBps: fc.integer({ min: 5_000, max: 9_000 }),
    supplierFen: fc.bigInt(0n, 1_000n),
    platformFen: fc.bigInt(0n, 2_000n),
    freightFen: fc.bigInt(0n, 3_000n),
    cuts: fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 6 }),
  })
  fc.assert(
    fc.property(story, ({ listFen, supplyBps, supplierFen, platformFen, freightFen, cuts }) => {
      const supplyPriceFen = (listFen * BigInt(supplyBps)) / 10_000n
      const discounts = { supplierFen, platformFen, streamerFen: 0n }
      const sale = sell({ listFen, supplyPriceFen, freightFen, discounts })
      for (const percent of [...cuts, 100]) {
        const amountFen = ((sale.order.paidFen - sale.order.refundedFen) * BigInt(percent)) / 100n
        if (amountFen === 0n) continue
        const discountBefore = sale.order.returnedDiscountFen
        const taken = Object.values(refund(sale, amountFen)).reduce((sum, part) => sum + part, 0n)
        expect(taken).toBe(amountFen + sale.order.returnedDiscountFen - discountBefore)
        for (const { clawedFen, earnedFen } of sale.earners)
          expect(clawedFen >= 0n && clawedFen <= earnedFen).toBe(true)
      }
      for (const { role, earnedFen, clawedFen } of sale.earners) expect(clawedFen, role).toBe(earnedFen)
    }),
  )
})
