import { CATEGORY_CODES } from '@haowu/shared/catalog.ts'
import { toFenText } from '@haowu/shared/money.ts'
import {
  blockStreamerInput,
  changeRateInput,
  createPlanInput,
  explainPlansInput,
  movePlanInput,
  planFilters,
} from '@haowu/shared/plans.ts'
import { z } from 'zod'
import { blockStreamer, listBlocks, unblockStreamer } from '#domain/commission/block-streamer.ts'
import { changeRate } from '#domain/commission/change-rate.ts'
import { createPlan } from '#domain/commission/create-plan.ts'
import { explainTerms } from '#domain/commission/explain-terms.ts'
import { listItemRates } from '#domain/commission/item-rates.ts'
import { listPlans } from '#domain/commission/list-plans.ts'
import { movePlan } from '#domain/commission/move-plan.ts'
import { readPlanLimits } from '#domain/commission/read-plan-limits.ts'
import { setKeep } from '#domain/commission/set-keep.ts'
import { suggestRate } from '#domain/commission/suggest-rate.ts'
import { listParties } from '#domain/parties/list-parties.ts'
import { procedure, router } from './trpc.ts'

const MOST_STREAMERS = 500

const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })
const id = z.uuid().toLowerCase()

export const plansRouter = router({
  /** All that fit the filters: a supplier has few. */
  list: bySupplier.input(planFilters).query(async ({ ctx, input }) => {
    const rows = await listPlans(ctx.db, { ...input, supplierId: ctx.actor.partyId })
    return {
      rows: rows.map(row => ({
        ...row,
        minGmvFen: row.minGmvFen === null ? null : toFenText(row.minGmvFen),
      })),
      nextCursor: null,
    }
  }),

  /** What bounds a rate, and the fees that explain it in money. */
  limits: bySupplier.query(({ ctx }) => readPlanLimits(ctx.db, { supplierId: ctx.actor.partyId })),

  setKeep: bySupplier
    .input(z.strictObject({ keepBps: z.int().min(0).max(10_000) }))
    .mutation(({ ctx, input }) => setKeep(ctx, { ...input, supplierId: ctx.actor.partyId })),

  /** What others pay in a category, where enough of them do. */
  suggest: bySupplier
    .input(z.strictObject({ categoryCode: z.enum(CATEGORY_CODES) }))
    .query(({ ctx, input }) => suggestRate(ctx.db, { ...input, supplierId: ctx.actor.partyId })),

  /** Whom a targeted or exclusive plan may name; streamers are public to suppliers by their room names. */
  streamers: bySupplier.query(async ({ ctx }) => {
    const rows = await listParties(ctx.db, { kind: 'streamer', limit: MOST_STREAMERS })
    return rows.map(({ id: partyId, name }) => ({ partyId, name }))
  }),

  create: bySupplier
    .input(createPlanInput)
    .mutation(({ ctx, input }) => createPlan(ctx, { ...input, supplierId: ctx.actor.partyId })),

  changeRate: bySupplier
    .input(changeRateInput)
    .mutation(({ ctx, input }) => changeRate(ctx, { ...input, supplierId: ctx.actor.partyId })),

  move: bySupplier
    .input(movePlanInput)
    .mutation(({ ctx, input }) => movePlan(ctx, { ...input, supplierId: ctx.actor.partyId })),

  blocks: bySupplier.query(({ ctx }) => listBlocks(ctx.db, { supplierId: ctx.actor.partyId })),

  block: bySupplier
    .input(blockStreamerInput)
    .mutation(({ ctx, input: { blockedId: streamerId, reason } }) =>
      blockStreamer(ctx, { streamerId, reason, supplierId: ctx.actor.partyId }),
    ),

  unblock: bySupplier
    .input(blockStreamerInput.pick({ blockedId: true }))
    .mutation(({ ctx, input: { blockedId: streamerId } }) =>
      unblockStreamer(ctx, { streamerId, supplierId: ctx.actor.partyId }),
    ),

  /** Every plan that is live for one of the supplier's items, strongest first. */
  itemRates: bySupplier.input(z.strictObject({ itemId: id })).query(async ({ ctx, input }) => {
    const { priceFen, ...found } = await listItemRates(ctx.db, { ...input, supplierId: ctx.actor.partyId })
    return { ...found, priceFen: toFenText(priceFen) }
  }),

  /** Which plan counts for one of the supplier's items in a streamer's hands, why the others lost, and who would get what. */
  explain: bySupplier.input(explainPlansInput).query(async ({ ctx, input }) => {
    const explained = await explainTerms(ctx.db, { ...input, supplierId: ctx.actor.partyId })
    return {
      ...explained,
      shares: explained.shares.map(share => ({ ...share, amountFen: toFenText(share.amountFen) })),
    }
  }),
})
