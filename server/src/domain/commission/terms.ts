import { fenText } from '@haowu/shared/money.ts'
import { PLAN_KINDS, PRICE_MODELS } from '@haowu/shared/plan-states.ts'
import { z } from 'zod'

const bps = z.int().min(0).max(10_000)
/** Null where the list price is the limit; also in terms stored before there were limits. */
const limit = fenText.nullable().default(null)

/**
 * What a streamer was promised for an item, frozen when it is held and copied onto its orders: no later change of plan,
 * rule, tier or agency touches it. Stored as JSON, therefore read back through this schema.
 */
export const termsSchema = z.strictObject({
  planId: z.uuid(),
  planVersion: z.int().positive(),
  planKind: z.enum(PLAN_KINDS),
  /** Commission, of the base. */
  rateBps: bps,
  /** Service fee of the one who recruits for the plan (the leader), of the base. */
  serviceRateBps: bps,
  /** Tech fee, of the commission. */
  techRateBps: bps,
  /** Platform fee, of the base. */
  platformRateBps: bps,
  agencyId: z.uuid().nullable(),
  /** The agency's part of the commission after tech fee; zero without an agency. */
  agencyRateBps: bps,
  /** Who gets the service fee; without a leader the platform keeps it. */
  leaderId: z.uuid().nullable(),
  /** `supply_price`: the supplier gets a fixed sum, the streamer what is above it, less fees. */
  priceModel: z.enum(PRICE_MODELS).default('commission'),
  /** What the supplier gets of a sale at any price; null in the commission model. */
  supplyPriceFen: limit,
  /** Between which prices the streamer may sell. */
  floorFen: limit,
  ceilingFen: limit,
  settlementTier: z.enum(['A', 'B', 'C', 'D']),
  settlementDays: z.int().min(0),
  /** By rule code, which version gave the numbers above. */
  ruleVersions: z.record(z.string(), z.strictObject({ id: z.uuid(), version: z.int().positive() })),
})
export type Terms = z.output<typeof termsSchema>

/** What the split needs of the terms. */
export type Rates = Pick<
  Terms,
  | 'rateBps'
  | 'serviceRateBps'
  | 'techRateBps'
  | 'platformRateBps'
  | 'agencyId'
  | 'agencyRateBps'
  | 'leaderId'
  | 'priceModel'
  | 'supplyPriceFen'
>
