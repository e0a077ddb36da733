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
