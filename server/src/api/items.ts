import { toFenText } from '@haowu/shared/money.ts'
import { itemListQuery } from '@haowu/shared/inventory.ts'
import { z } from 'zod'
import { listCategories } from '#domain/catalog/list-categories.ts'
import { countItemStates, listItems } from '#domain/catalog/list-items.ts'
import { readItem } from '#domain/catalog/read-item.ts'
import { readItemHistory } from '#domain/imports/read-history.ts'
import { procedure, router } from './trpc.ts'

const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })

/** A supplier's own inventory. */
export const itemsRouter = router({
  list: bySupplier.input(itemListQuery).query(async ({ ctx, input }) => {
    const { cursor, limit, sort, ...filter } = input
    const query = { supplierId: ctx.actor.partyId, filter, sort, cursor, limit }
    const { rows, nextCursor } = await listItems(ctx.db, query)
    return {
      rows: rows.map(({ priceFen, reportExpiresAt, stockConfirmedAt, updatedAt, ...row }) => ({
        ...row,
        stockConfirmedAt: stockConfirmedAt.toISOString(),
        priceFen: toFenText(priceFen),
        reportExpiresAt: reportExpiresAt?.toISOString() ?? null,
        updatedAt: updatedAt.toISOString(),
      })),
      nextCursor,
    }
  }),

  counts: bySupplier.query(({ ctx }) => countItemStates(ctx.db, ctx.actor.partyId)),

  get: bySupplier.input(z.strictObject({ itemId: z.uuid().toLowerCase() })).query(async ({ ctx, input }) => {
    const item = await readItem(ctx.db, { ...input, supplierId: ctx.actor.partyId })
    return {
      ...item,
      priceFen: toFenText(item.priceFen),
      liveHoldUntil: item.liveHoldUntil?.toISOString() ?? null,
      checkoutUntil: item.checkoutUntil?.toISOString() ?? null,
      stockConfirmedAt: item.stockConfirmedAt.toISOString(),
      createdAt: item.createdAt.toISOString(),
      updatedAt: item.updatedAt.toISOString(),
    }
  }),

  /** Who changed what, when, and from which line of which file; newest first. */
  history: bySupplier
    .input(
      z.strictObject({
        itemId: z.uuid().toLowerCase(),
        cursor: z
          .string()
          .regex(/^\d{1,9}$/)
          .optional(),
        limit: z.int().min(1).max(100).default(50),
      }),
    )
    .query(({ ctx, input }) => readItemHistory(ctx.db, { ...input, supplierId: ctx.actor.partyId })),

  categories: procedure({ roles: 'signed_in', tenant: 'none' }).query(({ ctx }) => listCategories(ctx.db)),
})
