import { z } from 'zod'
import { CATEGORY_CODES } from './catalog.ts'
import { fenText } from './money.ts'
import { PLAN_KINDS, PLAN_MOVES, PLAN_STATES, PRICE_MODELS } from './plan-states.ts'
import { blockText, lineText } from './text.ts'

const id = z.uuid().toLowerCase()
const bps = z.int().min(0).max(9_000)
const note = blockText(300)

/** The bounds of each kind are rules of the platform, checked by the server. */
export const createPlanInput = z.strictObject({
  kind: z.enum(PLAN_KINDS),
  name: lineText(60),
  /** Null covers the whole catalogue, unless items are named. */
  categoryCode: z.enum(CATEGORY_CODES).nullable().default(null),
  itemIds: z.array(id).max(500).default([]),
  rateBps: bps.default(0),
  serviceRateBps: bps.default(0),
  priceModel: z.enum(PRICE_MODELS).default('commission'),
  /** Under a supply price: what it is of the list price. */
  supplyRateBps: z.int().min(1).max(10_000).nullable().default(null),
  /** How far above the supply price a piece may be sold; null for what the rule says. */
  markupBps: z.int().min(0).max(10_000).nullable().default(null),
  floorBps: z.int().min(1).max(10_000).nullable().default(null),
  ceilingBps: z.int().min(10_000).max(30_000).nullable().default(null),
  /** Whom a targeted or exclusive plan names; an open plan names nobody. */
  streamerIds: z.array(id).max(200).default([]),
  /** Streamers ask, and the supplier answers each. */
  needsApproval: z.boolean().default(false),
  minTier: z.enum(['A', 'B', 'C', 'D']).nullable().default(null),
  minOrders: z.int().min(1).max(100_000).nullable().default(null),
  minGmvFen: fenText.transform(BigInt).nullable().default(null),
  /** Points as they are stored: 10,000 is the most. */
  minScore: z.int().min(1).max(10_000).nullable().default(null),
  /** The last day on which it applies, in Shanghai. */
  endsOn: z.iso.date().nullable().default(null),
})

export const changeRateInput = z.strictObject({
  planId: id,
  rateBps: bps,
  serviceRateBps: bps,
  supplyRateBps: z.int().min(1).max(10_000).nullable().default(null),
})

/** `keep` takes back an end that has not come yet. */
export const movePlanInput = z.strictObject({ planId: id, move: z.enum(PLAN_MOVES) })

export const planFilters = z.strictObject({
  kind: z.enum(PLAN_KINDS).optional(),
  state: z.enum(PLAN_STATES).optional(),
  text: z.string().max(60).optional(),
})

export const askForPlanInput = z.strictObject({ planId: id, note })
export const decideRequestsInput = z.strictObject({
  requestIds: z.array(id).min(1).max(100),
  approve: z.boolean(),
  /** Needed to refuse: the streamer reads it. */
  reason: note,
})
export const blockStreamerInput = z.strictObject({ blockedId: id, reason: blockText(200) })
export const proposeServiceInput = z.strictObject({ planId: id, serviceRateBps: bps.min(1), note })
export const decideOfferInput = z.strictObject({ offerId: id, accept: z.boolean(), reason: note })

export const explainPlansInput = z.strictObject({
  itemId: id,
  streamerId: id,
  priceFen: fenText.transform(BigInt),
})
