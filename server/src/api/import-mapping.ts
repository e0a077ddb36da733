import { IMPORT_MODES } from '@haowu/shared/imports.ts'
import { z } from 'zod'
import { chooseLayout } from '#domain/imports/choose-layout.ts'
import { layoutChoices, wordMeanings } from '#domain/imports/import-answers.ts'
import { groupOfField, IMPORT_FIELDS } from '#domain/imports/import-field.ts'
import { listWords } from '#domain/imports/list-words.ts'
import { readLayout } from '#domain/imports/read-layout.ts'
import { settleWords } from '#domain/imports/settle-words.ts'
import { procedure, router } from './trpc.ts'

const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })
const oneImport = z.strictObject({ importId: z.uuid().toLowerCase() })
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
    .input(
      oneImport.extend({
        choices: layoutChoices,
        mode: z.enum(IMPORT_MODES).optional(),
        remember: z.boolean(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { partyId: supplierId, memberId } = ctx.actor
      await chooseLayout(ctx, { ...input, supplierId, memberId })
      return { importId: input.importId }
    }),

  settleWords: bySupplier
    .input(oneImport.extend({ words: wordMeanings }))
    .mutation(async ({ ctx, input }) => {
      const { partyId: supplierId, memberId } = ctx.actor
      await settleWords(ctx, { ...input, supplierId, memberId })
      return { importId: input.importId }
    }),
})
