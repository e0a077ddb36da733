import { z } from 'zod'
import { linkToken } from './orders.ts'
import { blockText } from './text.ts'

export const TIERS = ['A', 'B', 'C', 'D'] as const
export type Tier = (typeof TIERS)[number]

/** Who is scored by a formula of his own. */
export const SCORED_KINDS = ['supplier', 'streamer', 'inspector'] as const
export type ScoredKind = (typeof SCORED_KINDS)[number]

/**
 * What is counted of somebody, per business day. A rating counts the steps above one star it could have given (four) and
 * those it did not give.
 */
export const SCORE_FACTS = [
  'paid',
  'cancelled',
  'shipped_in_time',
  'shipped_late',
  'received',
  'returned',
  'goods_steps',
  'goods_missed',
  'service_steps',
  'service_missed',
  'logistics_steps',
  'logistics_missed',
  'report_wrong',
  'case_lost',
  'reply_late',
  'claim_wrong',
  'hold_sold',
  'hold_given_back',
  'hold_unsold',
  'hold_expired',
  'loan_overdue',
  'rechecked',
  'recheck_failed',
] as const
export type ScoreFact = (typeof SCORE_FACTS)[number]

export const SCORE_PARTS = ['truth', 'fulfilment', 'service', 'claims', 'sales', 'holds', 'accuracy'] as const
export type ScorePart = (typeof SCORE_PARTS)[number]

export const SCORE_INPUTS = [
  'report_match',
  'cases_won',
  'shipped_in_time',
  'not_cancelled',
  'not_returned',
  'rated_goods',
  'rated_service',
  'rated_logistics',
  'replies_in_time',
  'claims_kept',
  'holds_kept',
  'holds_sold',
  'rechecks_passed',
] as const
export type ScoreInput = (typeof SCORE_INPUTS)[number]

const stars = z.int().min(1).max(5)

/** What a buyer says after the parcel arrived, by the link of his order. */
export const rateOrderInput = z.strictObject({
  linkToken,
  goods: stars,
  service: stars,
  logistics: stars,
  words: blockText(500).transform(text => text.trim()),
})

export const RATING_KINDS = ['goods', 'service', 'logistics'] as const
