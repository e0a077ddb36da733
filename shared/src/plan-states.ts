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
  /** The plan names its items, and this is none of them. */
  'other_items',
  /** The supplier does no trade with this streamer. */
  'blocked',
  /** Tier, score or history of the streamer are not what the plan asks for. */
  'conditions_not_met',
  'needs_approval',
  'request_waiting',
  'request_refused',
  /** A plan of a stronger kind applies. */
  'weaker_kind',
  /** A plan of the same kind names the item or its category; this one covers more. */
  'less_specific',
  /** A newer plan of the same kind and reach applies. */
  'older',
] as const
export type PlanOutcome = (typeof PLAN_OUTCOMES)[number]

/** What ends the promise of a rate for a piece that is not held. */
export const PROMISE_ENDS = ['cut', 'pause', 'plan_end'] as const
export type PromiseEnd = (typeof PROMISE_ENDS)[number]

export const REQUEST_STATES = ['asked', 'approved', 'refused', 'withdrawn', 'expired'] as const
export type RequestState = (typeof REQUEST_STATES)[number]

export const OFFER_STATES = ['proposed', 'accepted', 'declined', 'withdrawn', 'expired'] as const
export type OfferState = (typeof OFFER_STATES)[number]

export const PLAN_MOVES = ['pause', 'resume', 'end', 'keep'] as const
export type PlanMove = (typeof PLAN_MOVES)[number]
