import { PREVIEWED_RULES } from '@haowu/shared/previewed-rules.ts'
import { toFenText } from '@haowu/shared/money.ts'
import { publishClauseInput, publishRuleInput } from '@haowu/shared/rules.ts'
import { accountMonth } from '@haowu/shared/statements.ts'
import { z } from 'zod'
import { listClauses } from '#domain/cases/clause.ts'
import { previewClause } from '#domain/cases/preview-clause.ts'
import { publishClause } from '#domain/cases/publish-clause.ts'
import { readClock } from '#domain/demo-clock.ts'
import { DomainError } from '#domain/domain-error.ts'
import { findingWords } from '#domain/inspection/finding-words.ts'
import { listRules } from '#domain/rules/list-rules.ts'
import { publishRule } from '#domain/rules/publish-rule.ts'
import { readNotice } from '#domain/rules/refuse-short-notice.ts'
import { RULE_CODES, type RuleCode, type RuleValueInput } from '#domain/rules/rule.ts'
import { SPLIT_RULES } from '#domain/commission/rates-under.ts'
import { previewRule } from '#domain/settlement/preview-rule.ts'
import type { RuleEffect } from '#domain/settlement/rule-effect.ts'
import { whatIf } from '#domain/settlement/what-if.ts'
import { whatIfToWire } from './what-if-wire.ts'
import { clauseToWire } from './case-wire.ts'
import { procedure, router } from './trpc.ts'

const byMember = procedure({
  roles: ['supplier', 'streamer', 'agency', 'finance', 'operator'],
  tenant: 'party',
})
const byPlatform = procedure({ roles: ['operator', 'finance'], tenant: 'platform' })
const byOperator = procedure({ roles: ['operator'], tenant: 'platform' })

function effectToWire({ lines, feltBy }: RuleEffect) {
  return {
    lines: lines.map(line => ({ ...line, before: line.before.toString(), after: line.after.toString() })),
    feltBy: feltBy.map(row => ({
      ...row,
      beforeFen: toFenText(row.beforeFen),
      afterFen: toFenText(row.afterFen),
    })),
  }
}

/** Rules and clauses in force, coming and past, for everybody they bind; published and reckoned by operators. */
export const rulesRouter = router({
  list: byMember.query(async ({ ctx }) => {
    const isPlatform = ctx.actor.role === 'operator' || ctx.actor.role === 'finance'
    const rules = await listRules(ctx.db, { partyId: isPlatform ? null : ctx.actor.partyId })
    const [{ now }, notice] = await Promise.all([readClock(ctx.db), readNotice(ctx.db)])
    return {
      now,
      noticeDays: notice.days,
      rules: rules.map(rule => ({
        ...rule,
        value: rule.value as Record<string, unknown>,
        /** What the parts of a rubric are called; other rules have names of their own. */
        words: rule.code === 'grading_rubric' ? findingWords(rule.scope) : null,
      })),
    }
  }),

  clauses: byMember.query(async ({ ctx }) => {
    const clauses = await listClauses(ctx.db)
    return clauses.map(({ standing, ...clause }) => ({ ...clauseToWire(clause), standing }))
  }),

  preview: byOperator
    .input(
      z.strictObject({ ruleCode: z.enum(PREVIEWED_RULES), scope: z.string().max(60), value: z.unknown() }),
    )
    .query(async ({ ctx, input }) => {
      const { ruleCode: code, scope, value } = input
      return effectToWire(await previewRule(ctx.db, { code, scope, value }))
    }),

  previewClause: byOperator
    .input(publishClauseInput.pick({ clauseCode: true, schedule: true }))
    .query(async ({ ctx, input: { clauseCode: code, schedule } }) =>
      effectToWire(await previewClause(ctx.db, { code, schedule })),
    ),

  /** A set of drafts over the orders of one month; see `whatIf`. */
  whatIf: byPlatform
    .input(
      z.strictObject({
        month: accountMonth,
        drafts: z
          .array(
            z.strictObject({
              code: z.enum(SPLIT_RULES),
              scope: z.string().min(1).max(60),
              rateBps: z.int().min(0).max(10_000),
            }),
          )
          .max(50),
      }),
    )
    .query(async ({ ctx, input }) => whatIfToWire(await whatIf(ctx.db, input))),

  publish: byOperator.input(publishRuleInput).mutation(async ({ ctx, input }) => {
    const { ruleCode, scope, value, importance, effectiveFrom } = input
    const code = RULE_CODES.find(known => known === ruleCode)
    if (!code) throw new DomainError('bad_request', { field: 'ruleCode' })
    const { id, version } = await publishRule(ctx, {
      code,
      scope,
      // The rule's own schema judges it before anything is stored.
      value: value as RuleValueInput<RuleCode>,
      importance,
      effectiveFrom: new Date(effectiveFrom),
      actor: `user:${ctx.actor.userId}`,
    })
    return { ruleId: id, version }
  }),

  publishClause: byOperator.input(publishClauseInput).mutation(({ ctx, input }) => {
    const { clauseCode: code, effectiveFrom, ...rest } = input
    return publishClause(ctx, {
      code,
      ...rest,
      effectiveFrom: new Date(effectiveFrom),
      actor: `user:${ctx.actor.userId}`,
    })
  }),
})
