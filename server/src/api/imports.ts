import { IMPORT_SOURCES, IMPORT_STATES, ROW_CODES, ROW_SEVERITIES } from '@haowu/shared/imports.ts'
import { toFenText } from '@haowu/shared/money.ts'
import { z } from 'zod'
import { cancelImport } from '#domain/imports/cancel-import.ts'
import { CHANGE_KINDS, listPreviewedChanges } from '#domain/imports/list-changes.ts'
import { listFindings } from '#domain/imports/list-findings.ts'
import { listMissing } from '#domain/imports/list-missing.ts'
import { previewUndo } from '#domain/imports/preview-undo.ts'
import { listImports, readImport } from '#domain/imports/read-import.ts'
import { requestApply } from '#domain/imports/request-apply.ts'
import { requestUndo } from '#domain/imports/request-undo.ts'
import { importMappingRouter } from './import-mapping.ts'
import { importRepairRouter } from './import-repair.ts'
import { pageFields } from './keyset-page.ts'
import { pageInput } from './page.ts'
import { mergeRouters, procedure, router } from './trpc.ts'

const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })
const oneImport = z.strictObject({ importId: z.uuid().toLowerCase() })

/** A file's way into the catalogue; the file itself arrives over `POST /api/imports`. */
const runsRouter = router({
  list: bySupplier
    .input(
      z.strictObject({
        ...pageInput,
        state: z.enum(IMPORT_STATES).optional(),
        source: z.enum(IMPORT_SOURCES).optional(),
      }),
    )
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
  changes: bySupplier
    .input(oneImport.extend({ ...pageFields, kind: z.enum(CHANGE_KINDS).optional() }))
    .query(async ({ ctx, input }) => {
      const scope = { importId: input.importId, supplierId: ctx.actor.partyId }
      await readImport(ctx.db, scope)
      const { rows, nextCursor } = await listPreviewedChanges(ctx.db, { ...input, ...scope })
      return {
        rows: rows.map(row => ({
          ...row,
          priceFen: row.priceFen === null ? null : toFenText(row.priceFen),
          priceBeforeFen: row.priceBeforeFen === null ? null : toFenText(row.priceBeforeFen),
        })),
        nextCursor,
      }
    }),

  /** What a full file leaves out, and what becomes, or became, of it. */
  missing: bySupplier.input(oneImport.extend(pageInput)).query(async ({ ctx, input }) => {
    const scope = { importId: input.importId, supplierId: ctx.actor.partyId }
    await readImport(ctx.db, scope)
    const { rows, nextCursor } = await listMissing(ctx.db, { ...input, ...scope })
    return { rows: rows.map(row => ({ ...row, priceFen: toFenText(row.priceFen) })), nextCursor }
  }),

  /** Not `apply`: tRPC keeps that name for itself. */
  applyChanges: bySupplier
    .input(oneImport.extend({ acceptBrake: z.boolean().optional() }))
    .mutation(async ({ ctx, input }) => {
      const { partyId: supplierId, memberId } = ctx.actor
      await requestApply(ctx, { ...input, supplierId, memberId })
      return { importId: input.importId }
    }),

  cancel: bySupplier.input(oneImport).mutation(async ({ ctx, input }) => {
    const { partyId: supplierId, memberId } = ctx.actor
    await cancelImport(ctx, { ...input, supplierId, memberId })
    return input
  }),

  undoPreview: bySupplier
    .input(oneImport)
    .query(({ ctx, input }) => previewUndo(ctx.db, { ...input, supplierId: ctx.actor.partyId })),

  undo: bySupplier.input(oneImport).mutation(async ({ ctx, input }) => {
    const { partyId: supplierId, memberId } = ctx.actor
    await requestUndo(ctx, { ...input, supplierId, memberId })
    return input
  }),
})

export const importsRouter = mergeRouters(runsRouter, importMappingRouter, importRepairRouter)
