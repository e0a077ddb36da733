import { z } from 'zod'
import { CATEGORY_CODES } from './catalog.ts'
import { fenText } from './money.ts'
import { lineText } from './text.ts'

/** Strongest first: when several plans fit an item and a streamer, this order decides. */
export const PLAN_KINDS = ['exclusive', 'targeted', 'open'] as const
export type PlanKind = (typeof PLAN_KINDS)[number]

/** `commission`: a part of the price for the streamer. `supply_price`: a fixed sum for the supplier, the rest for the streamer. */
export const PRICE_MODELS = ['commission', 'supply_price'] as const
export type PriceModel = (typeof PRICE_MODELS)[number]

export const PLAN_STATES = ['active', 'paused', 'ended'] as const
export type PlanState = (typeof PLAN_STATES)[number]

/** Why a plan did not give the terms; `won` for the one that did. */
export const PLAN_OUTCOMES = [
  'won',
  'ended',
  'paused',
  'not_yet_in_force',
  'not_for_this_streamer',
  'other_category',
  /** A plan of a stronger kind applies. */
  'weaker_kind',
  /** A plan of the same kind names the item's category; this one covers the whole catalogue. */
  'less_specific',
  /** A newer plan of the same kind and reach applies. */
  'older',
] as const
export type PlanOutcome = (typeof PLAN_OUTCOMES)[number]

const id = z.uuid().toLowerCase()
const bps = z.int().min(0).max(9_000)

/** The bounds of each kind are rules of the platform, checked by the server. */
export const createPlanInput = z.strictObject({
  kind: z.enum(PLAN_KINDS),
  name: lineText(60),
  /** Null covers the whole catalogue. */
  categoryCode: z.enum(CATEGORY_CODES).nullable().default(null),
  rateBps: bps,
  serviceRateBps: bps.default(0),
  /** For whom a targeted or exclusive plan is; an open plan names nobody. */
  streamerIds: z.array(id).max(200).default([]),
})

export const changeRateInput = z.strictObject({ planId: id, rateBps: bps, serviceRateBps: bps })

export const explainPlansInput = z.strictObject({
  itemId: id,
  streamerId: id,
  priceFen: fenText.transform(BigInt),
})
