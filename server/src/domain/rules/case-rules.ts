import { EVIDENCE_LIMITS } from '@haowu/shared/cases.ts'
import { z } from 'zod'

/** What the law asks for at least; a rule may ask for more. */
const LEGAL_DAYS = { ordinary: 7, important: 15 } as const

/** Days between publishing and taking effect, for rules, clauses and contracts; never less than the law asks for. */
export const ruleNotice = z.strictObject({
  ordinaryDays: z.int().min(LEGAL_DAYS.ordinary).max(90),
  importantDays: z.int().min(LEGAL_DAYS.important).max(90),
})

/** How many cases a buyer may bring about one order, one after the other, and how many files one case takes in. */
export const caseLimits = z.strictObject({
  perOrder: z.int().min(1).max(20),
  filesPerCase: z.int().min(EVIDENCE_LIMITS.perStatement).max(500),
})
