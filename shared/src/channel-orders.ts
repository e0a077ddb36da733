import { z } from 'zod'
import { buyerContact } from './orders.ts'

/** Platforms whose rooms sell pieces of ours. */
export const CHANNELS = ['kuaishou'] as const
export type Channel = (typeof CHANNELS)[number]

/** Where an order stands there: unpaid, paid, shipped, received, settled, done, void. */
export const CHANNEL_STATUS = [10, 30, 40, 50, 60, 70, 80] as const

/** What is kept of each message until its order is what it says. */
export const CHANNEL_MESSAGE_STATES = ['waiting', 'unmapped', 'done', 'stale', 'stuck', 'discarded'] as const
export type ChannelMessageState = (typeof CHANNEL_MESSAGE_STATES)[number]

/** Why a message waits for a person. */
export const CHANNEL_STUCK_REASONS = [
  'streamer_unknown',
  'streamer_differs',
  'contact_missing',
  'not_for_sale',
  'no_plan',
  'price',
  'quantity',
  'not_yours',
  'amount_changed',
  'refund_exceeds',
  'error',
] as const
export type ChannelStuckReason = (typeof CHANNEL_STUCK_REASONS)[number]

export const CHANNEL_OUTCOMES = ['sold', 'lost', 'nothing'] as const
export type ChannelOutcome = (typeof CHANNEL_OUTCOMES)[number]

/** Fen as a JSON number, as the channel writes it; a hundred million yuan is more than any piece costs. */
const fee = z.int().min(0).max(10_000_000_000)
/** Milliseconds since 1970; not before the channel existed, not after 2100. */
const moment = z.int().min(1_300_000_000_000).max(4_102_444_800_000)
export const channelNo = z.string().regex(/^[0-9A-Za-z_-]{1,40}$/)

const facts = z.strictObject({
  oid: channelNo,
  status: z.literal(CHANNEL_STATUS),
  /** The newer of two tellings of one order has the later one. */
  updateTime: moment,
  payTime: moment.nullable(),
  itemId: channelNo,
  skuId: z
    .string()
    .regex(/^[0-9A-Za-z_-]{0,40}$/)
    .default(''),
  /** The code the seller wrote beside the goods. */
  relSkuCode: z.string().trim().max(100).default(''),
  itemTitle: z.string().trim().min(1).max(200),
  num: z.int().min(1).max(10_000),
  /** What the buyer pays, freight in it. */
  totalFee: fee,
  expressFee: fee.default(0),
  /** What platform and streamer add there, so that the seller gets the price. */
  platformSubsidyFee: fee.default(0),
  streamerSubsidyFee: fee.default(0),
  /** All that went back to the buyer so far. */
  refundFee: fee.default(0),
  /** Who sold it, as the channel knows him. */
  distributorId: channelNo.nullable(),
  address: buyerContact.nullable(),
})

/** What is kept of an order without who the buyer is. */
export const toldOrder = facts.omit({ address: true })

/** An order in the channel's own words; amounts in fen. */
export const channelOrderBody = facts
  .refine(({ totalFee, refundFee }) => refundFee <= totalFee, { path: ['refundFee'], error: 'above_total' })
  .refine(({ totalFee, expressFee }) => expressFee <= totalFee, {
    path: ['expressFee'],
    error: 'above_total',
  })
  .refine(
    ({ status, payTime, totalFee }) => status === 10 || status === 80 || (payTime !== null && totalFee > 0),
    {
      path: ['payTime'],
      error: 'paid_without_time',
    },
  )
export type ChannelOrderBody = z.output<typeof channelOrderBody>

/** What is wrong with a line of a file of orders; screens say what to do about each. */
export const CHANNEL_ROW_PROBLEMS = [
  'order_no',
  'goods_no',
  'title',
  'quantity',
  'amount',
  'refund',
  'status',
  'pay_time',
  'update_time',
  'contact',
  'order_twice',
] as const
export type ChannelRowProblem = (typeof CHANNEL_ROW_PROBLEMS)[number]
