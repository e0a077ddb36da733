import { z } from 'zod'
import { readBatch } from '#domain/media/read-batch.ts'
import { procedure, router } from './trpc.ts'

/** Archives of photos and papers; the archive itself arrives over `POST /api/media`. */
export const mediaRouter = router({
  get: procedure({ roles: ['supplier'], tenant: 'supplier' })
    .input(z.strictObject({ batchId: z.uuid().toLowerCase() }))
    .query(({ ctx, input }) => readBatch(ctx.db, { ...input, supplierId: ctx.actor.partyId })),
})
