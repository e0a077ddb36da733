import {
  bulkChange,
  EXPORT_DAYS,
  EXPORT_FORMATS,
  itemFilter,
  itemSelection,
} from '@haowu/shared/inventory.ts'
import { fenText, toFenText } from '@haowu/shared/money.ts'
import { z } from 'zod'
import { changeMany } from '#domain/inventory/change-many.ts'
import { editItem } from '#domain/inventory/edit-item.ts'
import { previewBulkChange } from '#domain/inventory/preview-bulk-change.ts'
import { listExports, requestExport } from '#domain/inventory/request-export.ts'
import { procedure, router } from './trpc.ts'

const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })
const LINK_SECONDS = 15 * 60

const oneEdit = z.strictObject({
  itemId: z.uuid().toLowerCase(),
  version: z.int().min(1),
  priceFen: fenText.refine(text => text !== '0').optional(),
  qty: z.int().min(0).max(999_999).optional(),
})

/** Changes of the inventory by hand, one by one or many at a time, and files made of it. */
export const inventoryRouter = router({
  editItem: bySupplier.input(oneEdit).mutation(({ ctx, input: { priceFen, ...edit } }) =>
    editItem(ctx.db, {
      ...edit,
      supplierId: ctx.actor.partyId,
      memberId: ctx.actor.memberId,
      ...(priceFen !== undefined && { priceFen: BigInt(priceFen) }),
    }),
  ),

  bulkPreview: bySupplier
    .input(z.strictObject({ selection: itemSelection, change: bulkChange }))
    .query(async ({ ctx, input }) => {
      const preview = await previewBulkChange(ctx.db, { ...input, supplierId: ctx.actor.partyId })
      return {
        ...preview,
        samples: preview.samples.map(sample => ({
          ...sample,
          priceFen: toFenText(sample.priceFen),
          priceAfterFen: toFenText(sample.priceAfterFen),
        })),
      }
    }),

  /** Becomes an import, which says how far it is, what it did, and can be undone. */
  bulkChange: bySupplier
    .input(z.strictObject({ selection: itemSelection, change: bulkChange }))
    .mutation(({ ctx, input }) => {
      const { partyId: supplierId, memberId } = ctx.actor
      return changeMany(ctx, { ...input, supplierId, memberId })
    }),

  export: bySupplier
    .input(
      z.strictObject({
        filter: itemFilter,
        format: z.enum(EXPORT_FORMATS),
        language: z.enum(['zh', 'en']),
      }),
    )
    .mutation(({ ctx, input }) => {
      const { partyId: supplierId, memberId } = ctx.actor
      return requestExport(ctx.db, { ...input, supplierId, memberId })
    }),

  /** The latest exports; `url` opens the file of one that is done, for a quarter of an hour. */
  exports: bySupplier.query(async ({ ctx }) => {
    const rows = await listExports(ctx.db, ctx.actor.partyId)
    return {
      keptDays: EXPORT_DAYS,
      rows: await Promise.all(
        rows.map(async ({ fileKey, ...row }) => ({
          ...row,
          url: fileKey
            ? await ctx.files.signedUrl(fileKey, {
                seconds: LINK_SECONDS,
                fileName: `商品库-${row.createdAt.slice(0, 10)}.${row.format}`,
              })
            : null,
        })),
      ),
    }
  }),
})
