import { agencyFacts } from '@haowu/shared/inspection.ts'
import { z } from 'zod'
import { enterInspector, setInspectorState } from '#domain/inspection/enter-inspector.ts'
import { listAgencies, listInspectors } from '#domain/inspection/list-agencies.ts'
import { registerAgency, setAgencyState, updateAgency } from '#domain/inspection/register-agency.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

const byOperator = procedure({ roles: ['operator'], tenant: 'platform' })
const id = z.uuid().toLowerCase()
/** Null restores. */
const reason = z.string().trim().min(2).max(200).nullable()

/** Inspection agencies and their inspectors: whose third-party reports count. */
export const agenciesRouter = router({
  list: byOperator
    .input(z.strictObject(pageInput))
    .query(async ({ ctx, input }) => toPage(await listAgencies(ctx.db, input), input.limit)),

  register: byOperator
    .input(agencyFacts)
    .mutation(({ ctx, input }) => registerAgency(ctx, { ...input, actor: `user:${ctx.actor.userId}` })),

  update: byOperator
    .input(z.strictObject({ inspectionAgencyId: id, version: z.int().min(1), facts: agencyFacts }))
    .mutation(({ ctx, input: { facts, ...which } }) => {
      const { name: _, ...changed } = facts
      return updateAgency(ctx, { ...which, ...changed, actor: `user:${ctx.actor.userId}` })
    }),

  setState: byOperator
    .input(z.strictObject({ inspectionAgencyId: id, reason }))
    .mutation(async ({ ctx, input }) => {
      await setAgencyState(ctx, { ...input, actor: `user:${ctx.actor.userId}` })
      return { done: true }
    }),

  inspectors: byOperator
    .input(z.strictObject({ inspectionAgencyId: id }))
    .query(({ ctx, input }) => listInspectors(ctx.db, input.inspectionAgencyId)),

  enterInspector: byOperator
    .input(
      z.strictObject({
        inspectionAgencyId: id,
        name: z.string().trim().min(1).max(40),
        certificateNo: z.string().trim().min(2).max(60),
      }),
    )
    .mutation(({ ctx, input }) => enterInspector(ctx, { ...input, actor: `user:${ctx.actor.userId}` })),

  setInspectorState: byOperator
    .input(z.strictObject({ inspectorId: id, reason }))
    .mutation(async ({ ctx, input }) => {
      await setInspectorState(ctx, { ...input, actor: `user:${ctx.actor.userId}` })
      return { done: true }
    }),
})
