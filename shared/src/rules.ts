import { z } from 'zod'
import { penaltyAmount } from './cases.ts'
import { RESTRICTION_KINDS } from './restrictions.ts'
import { blockText, lineText } from './text.ts'

export const RULE_IMPORTANCES = ['ordinary', 'important'] as const

const effectiveFrom = z.iso.datetime({ offset: true })

/** A value is what the rule's own schema takes: amounts as fen text, rates as basis points. */
export const publishRuleInput = z.strictObject({
  ruleCode: z.string().regex(/^[a-z][a-z0-9_]{1,59}$/),
  scope: z.string().trim().min(1).max(60),
  value: z.unknown(),
  importance: z.enum(RULE_IMPORTANCES),
  effectiveFrom,
})

const words = z.strictObject({ title: lineText(80), body: blockText(2_000).pipe(z.string().trim().min(1)) })

export const publishClauseInput = z.strictObject({
  clauseCode: z.string().regex(/^[a-z][a-z_]{2,39}$/),
  zh: words,
  en: words,
  schedule: z
    .array(
      z.strictObject({
        from: z.int().min(1).max(100),
        points: z.int().min(0).max(12),
        amount: penaltyAmount,
        restrictions: z
          .array(z.strictObject({ kind: z.enum(RESTRICTION_KINDS), days: z.int().min(1).max(365) }))
          .max(3),
      }),
    )
    .min(1)
    .max(10),
  mayRefund: z.boolean(),
  answerDays: z.int().min(1).max(60),
  appealDays: z.int().min(1).max(60),
  importance: z.enum(RULE_IMPORTANCES),
  effectiveFrom,
})
