import { inspectionChange, PHOTO_VIEWS } from '@haowu/shared/inspection.ts'
import { toFenText } from '@haowu/shared/money.ts'
import { z } from 'zod'
import { abandonInspection } from '#domain/inspection/abandon-inspection.ts'
import { detachMedia, nameMedia } from '#domain/inspection/attach-media.ts'
import { publishInspection } from '#domain/inspection/publish-inspection.ts'
import { readInspectionDesk } from '#domain/inspection/read-inspection-desk.ts'
import { saveInspection } from '#domain/inspection/save-inspection.ts'
import { createReportSigner } from '#domain/inspection/sign-report.ts'
import { startInspection } from '#domain/inspection/start-inspection.ts'
import { mediaKey, photoPath } from '#domain/media/media-kind.ts'
import { procedure, router } from './trpc.ts'

const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })
const id = z.uuid().toLowerCase()
const version = z.int().min(1)
const LINK_SECONDS = 15 * 60

/** A report on its way: from the piece on the table to the signature. */
export const inspectionsRouter = router({
  /** The item, its form, who may inspect it, and the inspection that is open, if there is one. */
  desk: bySupplier.input(z.strictObject({ itemId: id })).query(async ({ ctx, input }) => {
    const desk = await readInspectionDesk(ctx.db, { ...input, supplierId: ctx.actor.partyId })
    const media = await Promise.all(
      desk.media.map(async ({ bytes, ...file }) => ({
        ...file,
        bytes: Number(bytes),
        url:
          file.kind === 'pdf'
            ? await ctx.files.signedUrl(mediaKey(file.sha256, file.kind), {
                seconds: LINK_SECONDS,
                fileName: file.fileName,
              })
            : photoPath(file.sha256, file.kind),
      })),
    )
    const { supplierId: _, priceFen, ...item } = desk.item
    return {
      ...desk,
      media,
      item: { ...item, priceFen: toFenText(priceFen) },
      agencies: desk.agencies.map(({ id, name, validUntil }) => ({ id, name, validUntil })),
      inspection: desk.inspection && {
        ...desk.inspection,
        updatedAt: desk.inspection.updatedAt.toISOString(),
      },
    }
  }),

  start: bySupplier
    .input(z.strictObject({ itemId: id }))
    .mutation(({ ctx, input }) =>
      startInspection(ctx, { ...input, supplierId: ctx.actor.partyId, memberId: ctx.actor.memberId }),
    ),

  /** Takes over what has just been touched; the answer is the grade so far and what is still missing. */
  save: bySupplier
    .input(z.strictObject({ inspectionId: id, version, saveKey: id, change: inspectionChange }))
    .mutation(({ ctx, input }) => saveInspection(ctx, { ...input, supplierId: ctx.actor.partyId })),

  nameMedia: bySupplier
    .input(z.strictObject({ inspectionId: id, mediaId: id, shows: z.enum(PHOTO_VIEWS) }))
    .mutation(async ({ ctx, input }) => {
      await nameMedia(ctx, { ...input, supplierId: ctx.actor.partyId })
      return { named: true }
    }),

  removeMedia: bySupplier
    .input(z.strictObject({ inspectionId: id, mediaId: id }))
    .mutation(async ({ ctx, input }) => {
      await detachMedia(ctx, { ...input, supplierId: ctx.actor.partyId })
      return { removed: true }
    }),

  /** Signs. Said again, it answers the report that exists. */
  publish: bySupplier
    .input(z.strictObject({ inspectionId: id, version }))
    .mutation(({ ctx, input }) =>
      publishInspection(
        { db: ctx.db, signer: createReportSigner(ctx.secrets.reportSigning) },
        { ...input, supplierId: ctx.actor.partyId, actor: `user:${ctx.actor.userId}` },
      ),
    ),

  abandon: bySupplier.input(z.strictObject({ inspectionId: id })).mutation(async ({ ctx, input }) => {
    await abandonInspection(ctx, { ...input, supplierId: ctx.actor.partyId })
    return { abandoned: true }
  }),
})
