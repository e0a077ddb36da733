import { ROW_CODES } from '@haowu/shared/imports.ts'
import { z } from 'zod'
import { FAILED_ROW_STATES } from '#domain/imports/failed-row.ts'
import { fixAll } from '#domain/imports/fix-all.ts'
import { fixCells } from '#domain/imports/fix-cells.ts'
import { causeRepair, cellEdits, rowsToSkip } from '#domain/imports/import-answers.ts'
import { IMPORT_LIMITS } from '#domain/imports/import-limits.ts'
import { listFailedRows } from '#domain/imports/list-failed-rows.ts'
import { skipRows } from '#domain/imports/skip-rows.ts'
import { procedure, router } from './trpc.ts'

const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })
const oneImport = z.strictObject({ importId: z.uuid().toLowerCase() })
const column = z.string().max(IMPORT_LIMITS.headerCharacters)

/** Rows that did not go in, mended in place. */
export const importRepairRouter = router({
  failedRows: bySupplier
    .input(
      oneImport.extend({
        code: z.enum(ROW_CODES).optional(),
        column: column.optional(),
        state: z.enum(FAILED_ROW_STATES).optional(),
        cursor: z
          .string()
          .regex(/^\d{1,8}$/)
          .optional(),
        limit: z.int().min(1).max(100).default(50),
      }),
    )
    .query(({ ctx, input }) => listFailedRows(ctx.db, { ...input, supplierId: ctx.actor.partyId })),

  fixCells: bySupplier.input(oneImport.extend({ edits: cellEdits })).mutation(async ({ ctx, input }) => {
    const { partyId: supplierId, memberId } = ctx.actor
    return { rows: await fixCells(ctx.db, { ...input, supplierId, memberId }) }
  }),

  fixAll: bySupplier.input(oneImport.extend(causeRepair.shape)).mutation(({ ctx, input }) => {
    const { partyId: supplierId, memberId } = ctx.actor
    return fixAll(ctx.db, { ...input, supplierId, memberId })
  }),

  skipRows: bySupplier
    .input(oneImport.extend({ lines: rowsToSkip, skip: z.boolean() }))
    .mutation(async ({ ctx, input }) => {
      await skipRows(ctx.db, { ...input, supplierId: ctx.actor.partyId })
      return { importId: input.importId }
    }),
})
