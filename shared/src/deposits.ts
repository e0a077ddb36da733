import { z } from 'zod'
import { fenText } from './money.ts'

/** Which of the three amounts made a deposit due: the greatest counts. */
export const DUE_REASONS = ['base', 'floating', 'exposure'] as const
export type DueReason = (typeof DUE_REASONS)[number]

export const payInDepositInput = z.strictObject({
  amountFen: fenText.transform(BigInt),
  idempotencyKey: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/),
})
