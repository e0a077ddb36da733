import { SCORE_FACTS, SCORE_INPUTS, SCORE_PARTS } from '@haowu/shared/scores.ts'
import { z } from 'zod'

/** Hundredths of a point; 10,000 is the best there is. */
const points = z.int().min(0).max(10_000)
const facts = z.array(z.enum(SCORE_FACTS)).max(SCORE_FACTS.length)

const input = z.strictObject({
  code: z.enum(SCORE_INPUTS),
  part: z.enum(SCORE_PARTS),
  /** What it can give at most. */
  weight: points,
  /** What it could go wrong in, and what did. */
  base: facts.min(1),
  bad: facts.min(1),
  /** How many good occasions make up for one failure. */
  severity: z.int().min(1).max(100),
  /** How many occasions of this kind one order has. */
  perOrder: z.int().min(1).max(10),
})

/** How a score comes about. The weights of all inputs are the whole, and no input stands twice. */
export const scoreWeights = z
  .strictObject({
    windowDays: z.int().min(1).max(90),
    halfLifeDays: z.int().min(1).max(90),
    /** Everybody starts with so many orders of which `neutralBps` went well. */
    priorOrders: z.int().min(1).max(1_000),
    neutralBps: z.int().min(0).max(10_000),
    inputs: z.array(input).min(1).max(SCORE_INPUTS.length),
  })
  .refine(({ inputs }) => inputs.reduce((sum, { weight }) => sum + weight, 0) === 10_000, {
    error: 'the weights are not 10,000 together',
  })
  .refine(({ inputs }) => new Set(inputs.map(({ code }) => code)).size === inputs.length, {
    error: 'an input stands twice',
  })

export const scoreTiers = z
  .strictObject({
    from: z.strictObject({ A: points, B: points, C: points }),
    /** One falls out of a tier only below its threshold less this. */
    margin: z.int().min(0).max(1_000),
  })
  .refine(({ from }) => from.A > from.B && from.B > from.C, { error: 'tiers out of order' })

/** How long it is kept what happened on each day, and what followed from it; changes of tier are kept for good. */
export const scoreKeep = z
  .strictObject({ factDays: z.int().min(120).max(3_650), scoreDays: z.int().min(120).max(3_650) })
  .refine(({ factDays, scoreDays }) => factDays <= scoreDays, {
    error: 'scores outlive what they were made of',
  })

export const ratingLimits = z.strictObject({
  /** A buyer may change what he said for so long. */
  editDays: z.int().min(0).max(90),
  /** So many of one buyer about one supplier count in a month. */
  perBuyerMonth: z.int().min(1).max(100),
  /** Shown to the public from so many on, of the last days. */
  shownFrom: z.int().min(1).max(1_000),
  windowDays: z.int().min(1).max(3_650),
})
