import { ROW_CODES, ROW_SEVERITIES } from '@haowu/shared/imports.ts'
import { toFenText } from '@haowu/shared/money.ts'
import { z } from 'zod'
import { cancelImport } from '#domain/imports/cancel-import.ts'
import { listPreviewedChanges } from '#domain/imports/list-changes.ts'
import { listFindings } from '#domain/imports/list-findings.ts'
import { listImports, readImport } from '#domain/imports/read-import.ts'
import { requestApply } from '#domain/imports/request-apply.ts'
import { pageInput } from './page.ts'
import { procedure, router } from './trpc.ts'

const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })
const oneImport = z.strictObject({ importId: z.uuid().toLowerCase() })

/** A file's way into the catalogue; the file itself arrives over `POST /api/imports`. */
export const importsRouter = router({
  list: bySupplier
    .input(z.strictObject(pageInput))
    .query(({ ctx, input }) => listImports(ctx.db, { ...input, supplierId: ctx.actor.partyId })),

  /** Asked again and again while it is being worked on; counts are of the whole file. */
  get: bySupplier
    .input(oneImport)
    .query(({ ctx, input }) => readImport(ctx.db, { ...input, supplierId: ctx.actor.partyId })),

  errors: bySupplier
    .input(
      oneImport.extend({
        severity: z.enum(ROW_SEVERITIES).optional(),
        code: z.enum(ROW_CODES).optional(),
        cursor: z
          .string()
          .regex(/^\d{1,6}$/)
          .optional(),
        limit: pageInput.limit,
      }),
    )
    .query(async ({ ctx, input }) => {
      const scope = { importId: input.importId, supplierId: ctx.actor.partyId }
      await readImport(ctx.db, scope)
      return listFindings(ctx.db, { ...input, ...scope })
    }),

  /** What a preview would change, the largest price moves first. */
  changes: bySupplier.input(oneImport.extend({ limit: pageInput.limit })).query(async ({ ctx, input }) => {
    const scope = { importId: input.importId, supplierId: ctx.actor.partyId }
    await readImport(ctx.db, scope)
    const rows = await listPreviewedChanges(ctx.db, { ...scope, limit: input.limit })
    return {
      rows: rows.map(row => ({
        ...row,
        priceFen: toFenText(row.priceFen),
        priceBeforeFen: row.priceBeforeFen === null ? null : toFenText(row.priceBeforeFen),
      })),
      nextCursor: null,
    }
  }),

  /** Not `apply`: tRPC keeps that name for itself. */
  applyChanges: bySupplier.input(oneImport).mutation(async ({ ctx, input }) => {
    await requestApply(ctx, { ...input, supplierId: ctx.actor.partyId })
    return input
  }),

  cancel: bySupplier.input(oneImport).mutation(async ({ ctx, input }) => {
    await cancelImport(ctx, { ...input, supplierId: ctx.actor.partyId })
    return input
  }),
})
