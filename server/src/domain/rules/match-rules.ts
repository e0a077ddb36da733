import { fenText } from '@haowu/shared/money.ts'
import { z } from 'zod'

/** How far apart two sides may lie, how near midnight a line may belong to the neighbouring day, and how far a sum is searched for. */
export const matchWindow = z.strictObject({
  days: z.int().min(0).max(31),
  cutoffMinutes: z.int().min(0).max(720),
  mostInSum: z.int().min(2).max(20),
  mostCandidates: z.int().min(2).max(200),
  /** After so many later statements a line near midnight is missing. */
  waitFiles: z.int().min(1).max(31),
})

/** Hours until a difference should be explained, by its class. */
export const breakHours = z.object({ other: z.int().min(1).max(8760) }).catchall(z.int().min(1).max(8760))

const mostBps = z.int().min(0).max(10_000)
const chargeFen = fenText.transform(BigInt)

/** The most that a channel may keep of a payment, and between what a bank's charge for paying somebody lies. */
export const channelFee = z.strictObject({
  mostBps: z.strictObject({ wechat: mostBps, alipay: mostBps, kuaishou: mostBps, douyin: mostBps }),
  chargeFromFen: chargeFen,
  chargeToFen: chargeFen,
})
