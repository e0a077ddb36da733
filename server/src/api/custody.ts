import { moveCustodyInput } from '@haowu/shared/custody.ts'
import { z } from 'zod'
import { moveCustody } from '#domain/custody/move-custody.ts'
import { readCustody } from '#domain/custody/read-custody.ts'
import { procedure, router } from './trpc.ts'

const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })

/** Where a supplier's pieces are, and through whose hands they went. */
export const custodyRouter = router({
  get: bySupplier.input(z.strictObject({ itemId: z.uuid().toLowerCase() })).query(async ({ ctx, input }) => {
    const { place, loan, chain } = await readCustody(ctx.db, { ...input, supplierId: ctx.actor.partyId })
    return {
      place,
      loan: loan && {
        ...loan,
        dueAt: loan.dueAt?.toISOString() ?? null,
        overdueAt: loan.overdueAt?.toISOString() ?? null,
      },
      chain: chain.map(step => ({ ...step, at: step.at.toISOString() })),
    }
  }),

  move: bySupplier.input(moveCustodyInput).mutation(({ ctx, input }) => {
    const { partyId: supplierId, memberId } = ctx.actor
    return moveCustody(ctx, { ...input, supplierId, memberId })
  }),
})
