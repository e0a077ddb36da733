import { z } from 'zod'
import { listPapers } from '#domain/media/item-paper.ts'
import { readBatch } from '#domain/media/read-batch.ts'
import { procedure, router } from './trpc.ts'

/** Archives of photos and papers; the archive itself arrives over `POST /api/media`. */
export const mediaRouter = router({
  get: procedure({ roles: ['supplier'], tenant: 'supplier' })
    .input(z.strictObject({ batchId: z.uuid().toLowerCase() }))
    .query(({ ctx, input }) => readBatch(ctx.db, { ...input, supplierId: ctx.actor.partyId })),

  /** The PDFs of an item; each is fetched over `GET /api/items/:itemId/papers/:sha256`. */
  papers: procedure({ roles: ['supplier'], tenant: 'supplier' })
    .input(z.strictObject({ itemId: z.uuid().toLowerCase() }))
    .query(async ({ ctx, input }) => {
      const papers = await listPapers(ctx.db, { ...input, supplierId: ctx.actor.partyId })
      return papers.map(({ sha256, fileName, bytes, createdAt }) => ({
        sha256,
        fileName,
        bytes: Number(bytes),
        createdAt: createdAt.toISOString(),
      }))
    }),
})
