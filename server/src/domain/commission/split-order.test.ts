import fc from 'fast-check'
import { toFenText } from '@haowu/shared/money.ts'
import { describe, expect, test } from 'vitest'
import { priceLimits } from './price-limits.ts'
import { NO_DISCOUNTS, type ShareRole, type SplitInput, splitOrder } from './split-order.ts'
import { type Rates, termsSchema } from './terms.ts'

const someone = '00000000-0000-7000-8000-000000000001'
const vector: Rates = {
  rateBps: 800,
  serviceRateBps: 150,
  techRateBps: 1000,
  platformRateBps: 200,
  agencyId: someone,
  agencyRateBps: 3000,
  leaderId: null,
  priceModel: 'commission',
  supplyPriceFen: null,
}
const amounts = (input: SplitInput) => {
  const { shares, totalFen, baseFen } = splitOrder(input)
  return { baseFen, totalFen, ...Object.fromEntries(shares.map(share => [share.role, share.amountFen])) }
}
const sale = (terms: Partial<Rates>, listFen: bigint, freightFen = 0n) =>
  amounts({ listFen, freightFen, discounts: NO_DISCOUNTS, terms: { ...vector, ...terms } })

describe('splitOrder', () => {
  const withCoupons = {
    listFen: 500_000n,
    discounts: { supplierFen: 10_000n, platformFen: 20_000n, streamerFen: 0n },
    freightFen: 2_000n,
  }

  test('gives the worked example to the fen; without a leader the platform keeps the service fee', () =>
    expect(amounts({ ...withCoupons, terms: vector })).toEqual({
      baseFen: 490_000n,
      totalFen: 492_000n,
      supplier: 435_650n,
      streamer: 24_696n,
      agency: 10_584n,
      platform: 9_800n + 3_920n + 7_350n,
    }))

  test('gives the service fee to the leader when there is one', () =>
    expect(amounts({ ...withCoupons, terms: { ...vector, leaderId: someone } })).toEqual({
      baseFen: 490_000n,
      totalFen: 492_000n,
      supplier: 435_650n,
      streamer: 24_696n,
      agency: 10_584n,
      leader: 7_350n,
      platform: 13_720n,
    }))

  test.each<[string, Partial<Rates>, bigint, Partial<Record<ShareRole, bigint>>]>([
    ['1 fen goes whole to the supplier', {}, 1n, { supplier: 1n, streamer: 0n, agency: 0n, platform: 0n }],
    [
      'no commission',
      { rateBps: 0, serviceRateBps: 0 },
      10_000n,
      { supplier: 9_800n, streamer: 0n, platform: 200n },
    ],
    ['an agency at 0 bps', { agencyRateBps: 0 }, 10_000n, { agency: 0n, streamer: 720n }],
    ['an agency that takes it all', { agencyRateBps: 10_000 }, 10_000n, { agency: 720n, streamer: 0n }],
    [
      'a tech fee that takes it all',
      { techRateBps: 10_000 },
      10_000n,
      { agency: 0n, streamer: 0n, platform: 1_150n },
    ],
    ['no agency', { agencyId: null }, 10_000n, { streamer: 720n, supplier: 8_850n, platform: 430n }],
    ['rates of the whole', { rateBps: 10_000, serviceRateBps: 0, platformRateBps: 0 }, 99n, { supplier: 0n }],
  ])('%s', (_, terms, listFen, expected) => expect(sale(terms, listFen)).toMatchObject(expected))

  test('a discount the streamer funds comes out of his own share alone', () => {
    const input = { listFen: 10_000n, freightFen: 0n, terms: vector }
    const plain = amounts({ ...input, discounts: NO_DISCOUNTS })
    const discounted = amounts({ ...input, discounts: { ...NO_DISCOUNTS, streamerFen: 100n } })
    expect(discounted).toEqual({ ...plain, streamer: 404n, totalFen: 9_900n })
  })

  test.each<[string, Partial<SplitInput>]>([
    ['a supplier discount beyond the price', { discounts: { ...NO_DISCOUNTS, supplierFen: 10_001n } }],
    ['a streamer discount beyond his share', { discounts: { ...NO_DISCOUNTS, streamerFen: 505n } }],
    ['a negative freight', { freightFen: -1n }],
    ['rates beyond the whole', { terms: { ...vector, rateBps: 9_000, platformRateBps: 2_000 } }],
  ])('refuses %s', (_, wrong) =>
    expect(() =>
      splitOrder({ listFen: 10_000n, freightFen: 0n, discounts: NO_DISCOUNTS, terms: vector, ...wrong }),
    ).toThrow(RangeError),
  )

  test('each share ends with the step that yields it, from inputs that recompute to the same', () => {
    const { shares } = splitOrder({ ...withCoupons, terms: { ...vector, leaderId: someone } })
    for (const share of shares) expect(share.steps.at(-1)?.resultFen).toBe(share.amountFen.toString())
    const agency = shares.find(share => share.role === 'agency')?.steps.at(-1)
    expect(agency).toEqual({
      name: 'agency',
      formula: '(commission − tech) × rate',
      inputs: { commission: '39200', tech: '3920', rate: 3000 },
      resultFen: '10584',
      rounding: 'floor',
    })
  })
})

const bps = fc.oneof(fc.constantFrom(0, 1, 9_999, 10_000), fc.integer({ min: 0, max: 10_000 }))
const amount = fc.oneof(fc.constantFrom(0n, 1n, 2n, 99n), fc.bigInt({ min: 0n, max: 10n ** 12n }))

/** Rates of the base that fit together, however extreme each is. */
const ratesArbitrary = fc
  .record({
    cuts: fc.tuple(bps, bps, bps),
    tech: bps,
    agency: bps,
    hasAgency: fc.boolean(),
    hasLeader: fc.boolean(),
  })
  .map(({ cuts, tech, agency, hasAgency, hasLeader }): Rates => {
    const [a, b, c] = [...cuts].sort((x, y) => x - y) as [number, number, number]
    return {
      rateBps: a,
      serviceRateBps: b - a,
      platformRateBps: c - b,
      techRateBps: tech,
      agencyId: hasAgency ? someone : null,
      agencyRateBps: agency,
      leaderId: hasLeader ? someone : null,
      priceModel: 'commission',
      supplyPriceFen: null,
    }
  })

describe('under a supply price', () => {
  const supply: Partial<Rates> = {
    priceModel: 'supply_price',
    supplyPriceFen: toFenText(400_000n),
    rateBps: 0,
  }

  test.each<[string, Partial<Rates>, bigint, Partial<Record<ShareRole, bigint>>]>([
    // 500,000 − 400,000 − 7,500 − 10,000 = 82,500; tech 8,250; agency ⌊74,250·30 %⌋ = 22,275
    [
      'the margin less fees',
      {},
      500_000n,
      { supplier: 400_000n, streamer: 51_975n, agency: 22_275n, platform: 25_750n },
    ],
    ['a leader', { leaderId: someone }, 500_000n, { supplier: 400_000n, leader: 7_500n, platform: 18_250n }],
    ['the lowest price that pays the fees', {}, 414_508n, { supplier: 400_000n, streamer: 1n, agency: 0n }],
    [
      'no fees',
      { serviceRateBps: 0, platformRateBps: 0, techRateBps: 0, agencyId: null },
      400_000n,
      { supplier: 400_000n, streamer: 0n, platform: 0n },
    ],
  ])('divides %s', (_, terms, listFen, expected) =>
    expect(sale({ ...supply, ...terms }, listFen)).toMatchObject(expected),
  )

  test('refuses a price that does not pay for the goods and the fees', () =>
    expect(() => sale(supply, 410_000n)).toThrow(RangeError))

  test('a coupon of the supplier is his own cost, one of the platform adds nothing for him', () => {
    const discounts = { supplierFen: 10_000n, platformFen: 20_000n, streamerFen: 0n }
    const terms = { ...vector, ...supply }
    expect(amounts({ listFen: 500_000n, discounts, freightFen: 2_000n, terms })).toMatchObject({
      baseFen: 490_000n,
      totalFen: 492_000n,
      supplier: 392_000n,
    })
  })

  test('for any margin the supplier gets what was promised, and all shares add up', () => {
    fc.assert(
      fc.property(amount, amount, amount, ratesArbitrary, (supplyFen, marginFen, freightFen, rates) => {
        const fees = BigInt(rates.serviceRateBps + rates.platformRateBps)
        fc.pre(fees < 10_000n)
        const listFen = (supplyFen * 10_000n + 9_999n - fees) / (10_000n - fees) + marginFen
        const terms: Rates = { ...rates, priceModel: 'supply_price', supplyPriceFen: toFenText(supplyFen) }
        const { shares } = splitOrder({ listFen, freightFen, discounts: NO_DISCOUNTS, terms })
        expect(shares.find(({ role }) => role === 'supplier')?.amountFen).toBe(supplyFen + freightFen)
        expect(shares.reduce((sum, { amountFen }) => sum + amountFen, 0n)).toBe(listFen + freightFen)
        expect(shares.every(({ amountFen }) => amountFen >= 0n)).toBe(true)
        for (const share of shares) expect(share.steps.at(-1)?.resultFen).toBe(share.amountFen.toString())
      }),
      { numRuns: 1_000 },
    )
  })
})

test('limits of the price are those of the terms, else the list price alone; terms stored before still parse', () => {
  const { priceModel: _model, supplyPriceFen: _supply, ...rates } = vector
  const old = {
    ...rates,
    planId: someone,
    planVersion: 1,
    planKind: 'open',
    settlementTier: 'B',
    settlementDays: 7,
    ruleVersions: {},
  }
  const terms = termsSchema.parse(old)
  expect(terms).toMatchObject({ priceModel: 'commission', supplyPriceFen: null })
  expect(priceLimits(terms, 500n)).toEqual({ floorFen: 500n, ceilingFen: 500n })
  const limited = { ...terms, floorFen: toFenText(400n), ceilingFen: toFenText(600n) }
  expect(priceLimits(limited, 500n)).toEqual({ floorFen: 400n, ceilingFen: 600n })
})

describe('for any amounts and rates', () => {
  test('the shares add up to base plus freight, none is negative, and every rounded share is the floor', () => {
    fc.assert(
      fc.property(amount, amount, amount, ratesArbitrary, (baseFen, couponFen, freightFen, terms) => {
        const input = {
          listFen: baseFen + couponFen,
          discounts: { ...NO_DISCOUNTS, supplierFen: couponFen },
          freightFen,
          terms,
        }
        const split = splitOrder(input)
        const of = (role: ShareRole) => split.shares.find(share => share.role === role)?.amountFen ?? 0n
        const floor = (fen: bigint, rate: number) => (fen * BigInt(rate)) / 10_000n
        const commission = floor(baseFen, terms.rateBps)
        const tech = floor(commission, terms.techRateBps)
        const service = floor(baseFen, terms.serviceRateBps)

        expect(split.shares.reduce((sum, share) => sum + share.amountFen, 0n)).toBe(baseFen + freightFen)
        expect(split.totalFen).toBe(baseFen + freightFen)
        expect(split.shares.every(share => share.amountFen >= 0n)).toBe(true)
        expect(of('agency') + of('streamer')).toBe(commission - tech)
        if (terms.agencyId !== null) expect(of('agency')).toBe(floor(commission - tech, terms.agencyRateBps))
        expect(of('leader')).toBe(terms.leaderId === null ? 0n : service)
        expect(of('platform') + of('leader')).toBe(floor(baseFen, terms.platformRateBps) + tech + service)
      }),
      { numRuns: 2_000 },
    )
  })
})
