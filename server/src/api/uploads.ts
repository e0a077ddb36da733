import { IMPORT_MODES } from '@haowu/shared/imports.ts'
import { z } from 'zod'
import { abortUpload, completeUpload } from '#domain/imports/complete-upload.ts'
import { findParts, signParts } from '#domain/imports/find-parts.ts'
import { beginUpload, readUpload } from '#domain/imports/upload-in-parts.ts'
import { procedure, router } from './trpc.ts'

const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })
const oneUpload = z.strictObject({ uploadId: z.uuid().toLowerCase() })
const partNumber = z.int().min(1).max(1_000)

/** Long files in parts: begin, send each part to its address, complete; what has arrived survives a broken line. */
export const uploadsRouter = router({
  begin: bySupplier
    .input(
      z.strictObject({
        fileName: z.string().min(1).max(255),
        bytes: z.int().min(1),
        mode: z.enum(IMPORT_MODES),
        source: z.enum(['upload', 'paste', 'error_file']),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { partyId: supplierId, memberId } = ctx.actor
      await ctx.limiter.spend('upload', memberId)
      return beginUpload(ctx.db, { ...input, supplierId, memberId })
    }),

  /** Where to PUT these parts. */
  sign: bySupplier
    .input(
      oneUpload.extend({
        partNumbers: z.array(partNumber).min(1).max(100),
        /** For a browser that the bucket does not let in: everything through us. */
        throughUs: z.boolean().default(false),
      }),
    )
    .mutation(async ({ ctx, input: { throughUs, ...input } }) => {
      const { partyId: supplierId, memberId } = ctx.actor
      const signed = await signParts(ctx, { ...input, supplierId })
      return signed.map(({ partNumber: part, url }) => ({
        partNumber: part,
        url: throughUs || !url ? `/api/uploads/${input.uploadId}/parts/${part}?member=${memberId}` : url,
        headers: { 'content-type': 'application/octet-stream' } as Record<string, string>,
      }))
    }),

  state: bySupplier.input(oneUpload).query(async ({ ctx, input }) => {
    const upload = await readUpload(ctx.db, { ...input, supplierId: ctx.actor.partyId })
    return { received: (await findParts(ctx, upload)).map(part => part.partNumber) }
  }),

  complete: bySupplier
    .input(
      oneUpload.extend({
        parts: z
          .array(z.strictObject({ partNumber, etag: z.string().max(100) }))
          .min(1)
          .max(1_000),
      }),
    )
    .mutation(({ ctx, input }) => completeUpload(ctx, { ...input, supplierId: ctx.actor.partyId })),

  abort: bySupplier.input(oneUpload).mutation(async ({ ctx, input }) => {
    await abortUpload(ctx.db, { ...input, supplierId: ctx.actor.partyId })
    return input
  }),
})
