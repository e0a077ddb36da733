import { IMPORT_DELIMITERS, IMPORT_ENCODINGS, IMPORT_MODES } from '@haowu/shared/imports.ts'
import { z } from 'zod'
import { chooseLayout } from '#domain/imports/choose-layout.ts'
import { canBeCleared } from '#domain/imports/clear-field.ts'
import { groupOfField, IMPORT_FIELDS } from '#domain/imports/import-field.ts'
import { IMPORT_LIMITS } from '#domain/imports/import-limits.ts'
import { listWords } from '#domain/imports/list-words.ts'
import { readLayout } from '#domain/imports/read-layout.ts'
import { settleWords } from '#domain/imports/settle-words.ts'
import { procedure, router } from './trpc.ts'

const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })
const oneImport = z.strictObject({ importId: z.uuid().toLowerCase() })
const text = z.string().max(IMPORT_LIMITS.valueCharacters)
const field = z.enum(IMPORT_FIELDS.map(known => known.field))
const isPosition = (position: string) =>
  /^\d{1,3}$/.test(position) && Number(position) < IMPORT_LIMITS.columns

const choices = z.strictObject({
  encoding: z.enum(IMPORT_ENCODINGS).optional(),
  delimiter: z.enum(IMPORT_DELIMITERS).optional(),
  headerRecord: z.int().min(1).max(100).optional(),
  sheet: z.string().max(200).optional(),
  columns: z.record(z.string().refine(isPosition), field.nullable()).optional(),
  blankClears: z.array(z.string().refine(canBeCleared)).max(IMPORT_LIMITS.columns).optional(),
})

/** How a file is read: what its columns and words mean, and what the supplier has to say about it. */
export const importMappingRouter = router({
  layout: bySupplier
    .input(oneImport)
    .query(({ ctx, input }) => readLayout(ctx, { ...input, supplierId: ctx.actor.partyId })),

  fields: bySupplier.query(() =>
    IMPORT_FIELDS.map(({ field: name, zh, en, required = false }) => ({
      field: name,
      zh,
      en,
      required,
      group: groupOfField(name),
    })).filter(({ group }) => group !== 'ignore'),
  ),

  words: bySupplier
    .input(oneImport)
    .query(({ ctx, input }) => listWords(ctx.db, { ...input, supplierId: ctx.actor.partyId })),

  choose: bySupplier
    .input(oneImport.extend({ choices, mode: z.enum(IMPORT_MODES).optional(), remember: z.boolean() }))
    .mutation(async ({ ctx, input }) => {
      const { partyId: supplierId, memberId } = ctx.actor
      await chooseLayout(ctx, { ...input, supplierId, memberId })
      return { importId: input.importId }
    }),

  settleWords: bySupplier
    .input(
      oneImport.extend({
        words: z
          .array(z.strictObject({ field, word: text.min(1), meaning: text }))
          .min(1)
          .max(500),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { partyId: supplierId, memberId } = ctx.actor
      await settleWords(ctx, { ...input, supplierId, memberId })
      return { importId: input.importId }
    }),
})
