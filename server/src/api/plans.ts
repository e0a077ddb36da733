import { changeRateInput, createPlanInput, explainPlansInput } from '@haowu/shared/plans.ts'
import { toFenText } from '@haowu/shared/money.ts'
import { changeRate } from '#domain/commission/change-rate.ts'
import { createPlan } from '#domain/commission/create-plan.ts'
import { explainTerms } from '#domain/commission/explain-terms.ts'
import { listPlans } from '#domain/commission/list-plans.ts'
import { readPlanLimits } from '#domain/commission/read-plan-limits.ts'
import { listParties } from '#domain/parties/list-parties.ts'
import { procedure, router } from './trpc.ts'

const MOST_STREAMERS = 500

const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })

export const plansRouter = router({
  /** All of them: a supplier has few. */
  list: bySupplier.query(async ({ ctx }) => ({
    rows: await listPlans(ctx.db, { supplierId: ctx.actor.partyId }),
    nextCursor: null,
  })),

  /** What bounds a rate, and the fees that explain it in money. */
  limits: bySupplier.query(({ ctx }) => readPlanLimits(ctx.db)),

  /** Whom a targeted or exclusive plan may name; streamers are public to suppliers by their room names. */
  streamers: bySupplier.query(async ({ ctx }) => {
    const rows = await listParties(ctx.db, { kind: 'streamer', limit: MOST_STREAMERS })
    return rows.map(({ id, name }) => ({ partyId: id, name }))
  }),

  create: bySupplier
    .input(createPlanInput)
    .mutation(({ ctx, input }) => createPlan(ctx, { ...input, supplierId: ctx.actor.partyId })),

  changeRate: bySupplier
    .input(changeRateInput)
    .mutation(({ ctx, input }) => changeRate(ctx, { ...input, supplierId: ctx.actor.partyId })),

  /** Which plan counts for one of the supplier's items in a streamer's hands, why the others lost, and who would get what. */
  explain: bySupplier.input(explainPlansInput).query(async ({ ctx, input }) => {
    const explained = await explainTerms(ctx.db, { ...input, supplierId: ctx.actor.partyId })
    return {
      ...explained,
      shares: explained.shares.map(share => ({ ...share, amountFen: toFenText(share.amountFen) })),
    }
  }),
})
