import { fenText } from '@haowu/shared/money.ts'
import { BOOK_ACCOUNTS } from '@haowu/shared/reconciliation.ts'
import { z } from 'zod'

/** How far apart two sides may lie, how near midnight a line may belong to the neighbouring day, and how far a sum is searched for. */
const matchWindow = z.strictObject({
  days: z.int().min(0).max(31),
  cutoffMinutes: z.int().min(0).max(720),
  mostInSum: z.int().min(2).max(20),
  mostCandidates: z.int().min(2).max(200),
  /** After so many later statements a line near midnight is missing. */
  waitFiles: z.int().min(1).max(31),
})

/** Hours until a difference should be explained, by its class. */
const breakHours = z.object({ other: z.int().min(1).max(8760) }).catchall(z.int().min(1).max(8760))

const mostBps = z.int().min(0).max(10_000)
const chargeFen = fenText.transform(BigInt)

/** The most that a channel may keep of a payment, and between what a bank's charge for paying somebody lies. */
const channelFee = z.strictObject({
  mostBps: z.strictObject({ wechat: mostBps, alipay: mostBps, kuaishou: mostBps, douyin: mostBps }),
  chargeFromFen: chargeFen,
  chargeToFen: chargeFen,
})

/** The most that a bank may keep out of the one amount of a batch of payouts, for each of them, without a person: booked as a fee, and named. */
const batchCharge = z.strictObject({ mostPerLineFen: chargeFen })

/** Up to which amount two lines with one number may differ without a person: booked as a fee, and named as what it is. */
const matchTolerance = z.partialRecord(z.enum(BOOK_ACCOUNTS), chargeFen)

const score = z.int().min(0).max(100)

/** How sure a match is, by what it was found, less for each day and each further line between its sides. */
const matchScore = z.strictObject({
  own_no: score,
  channel_no: score,
  batch: score,
  amount_day: score,
  sum: score,
  hand: score,
  perDay: score,
  perLine: score,
})

/** How statements and books are held against each other. */
export const MATCH_RULES = {
  match_window: matchWindow,
  break_hours: breakHours,
  channel_fee: channelFee,
  match_tolerance: matchTolerance,
  batch_charge: batchCharge,
  match_score: matchScore,
}
