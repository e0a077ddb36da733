import { fenText } from '@haowu/shared/money.ts'
import { SHARE_ROLES } from '@haowu/shared/settlement.ts'
import { z } from 'zod'

/** Days after receipt in which the earners of an order give back when nobody was at fault, and when somebody was. */
export const clawbackWindow = z.strictObject({
  noFaultDays: z.int().min(0).max(365),
  fraudDays: z.int().min(0).max(730),
})

/** Who makes good what a refund took from others, when the goods came back and when the buyer keeps them; scope: whose fault. */
export const faultBearing = z.strictObject({
  bearer: z.enum(['supplier', 'streamer', 'platform']).nullable(),
  returned: z.array(z.enum(SHARE_ROLES)),
  kept: z.array(z.enum(SHARE_ROLES)),
})

/** Part of a settlement that is kept back for some days; scope: the tier frozen on the order. */
export const rollingReserve = z.strictObject({
  rateBps: z.int().min(0).max(10_000),
  days: z.int().min(0).max(90),
})

/** Days from receipt in which a buyer may ask: without a reason, and for what is wrong with the goods. */
export const afterSaleWindow = z.strictObject({
  noReasonDays: z.int().min(7).max(365),
  qualityDays: z.int().min(7).max(365),
})

const dayCount = z.int().min(1).max(60)
/** How long each step of an after-sale may take before its clock acts. */
export const afterSaleDays = z.strictObject({
  answerHours: z.int().min(1).max(720),
  offerDays: dayCount,
  sendDays: dayCount,
  transitDays: dayCount,
  inspectDays: dayCount,
  escalateDays: dayCount,
})

const fenAmount = fenText.transform(BigInt)
/** Cumulative withholding on labour income: income of the year less expenses, less an amount per month, by brackets. */
export const labourTax = z.strictObject({
  expenseBps: z.int().min(0).max(10_000),
  monthlyFen: fenAmount,
  brackets: z
    .array(z.strictObject({ aboveFen: fenAmount, rateBps: z.int().min(0).max(10_000), quickFen: fenAmount }))
    .min(1)
    .max(20),
})
/** Hours for which an account that replaced another is not yet paid to. */
export const payeeCooling = z.strictObject({ hours: z.int().min(0).max(720) })
/** On which days (1 is Monday) from which hour payable balances are collected to be paid out, and from which amount on. */
export const payoutSchedule = z.strictObject({
  weekdays: z.array(z.int().min(1).max(7)).max(7),
  hour: z.int().min(0).max(23),
  leastFen: fenAmount.refine(leastFen => leastFen >= 100n, { error: 'below what a payout may be' }),
})
