import { applicationForm, APPLICATION_PURPOSES } from '@haowu/shared/onboarding.ts'
import { toFenText } from '@haowu/shared/money.ts'
import { blockText } from '@haowu/shared/text.ts'
import { z } from 'zod'
import { readShortfall } from '#domain/deposits/read-deposit.ts'
import { acceptContract } from '#domain/onboarding/accept-contract.ts'
import { appealRejection } from '#domain/onboarding/appeal-rejection.ts'
import { openDocument } from '#domain/onboarding/open-document.ts'
import { readDesk } from '#domain/onboarding/read-desk.ts'
import { removeDocument } from '#domain/onboarding/remove-document.ts'
import { saveApplication } from '#domain/onboarding/save-application.ts'
import { startApplication } from '#domain/onboarding/start-application.ts'
import { submitApplication } from '#domain/onboarding/submit-application.ts'
import { withdrawApplication } from '#domain/onboarding/withdraw-application.ts'
import { deskToWire } from './application-to-wire.ts'
import { procedure, router } from './trpc.ts'

const byApplicant = procedure({ roles: ['supplier', 'streamer', 'agency'], tenant: 'party' })
const one = z.strictObject({ applicationId: z.uuid().toLowerCase() })
const version = z.int().min(1)

/** Taking part, for those who apply; their papers arrive over `POST /api/applications/:applicationId/documents/:kind`. */
export const applicationsRouter = router({
  /** With what the deposit misses: that is the next thing to do once an application is approved. */
  desk: byApplicant.query(async ({ ctx }) => {
    const desk = deskToWire(await readDesk(ctx.db, ctx.actor.partyId))
    const { shortFen, until } = await readShortfall(ctx.db, ctx.actor.partyId)
    return { ...desk, depositShort: { fen: toFenText(shortFen), until } }
  }),

  start: byApplicant
    .input(z.strictObject({ purpose: z.enum(APPLICATION_PURPOSES) }))
    .mutation(({ ctx, input }) => startApplication(ctx, { ...input, ...ctx.actor })),

  save: byApplicant
    .input(one.extend({ version, form: applicationForm, identityNo: z.string().max(40).optional() }))
    .mutation(({ ctx, input }) => saveApplication(ctx, { ...input, ...ctx.actor })),

  submit: byApplicant
    .input(one.extend({ version }))
    .mutation(({ ctx, input }) => submitApplication(ctx, { ...input, ...ctx.actor })),

  withdraw: byApplicant.input(one).mutation(async ({ ctx, input }) => {
    await withdrawApplication(ctx, { ...input, ...ctx.actor })
    return input
  }),

  appeal: byApplicant
    .input(one.extend({ words: blockText(2_000).refine(words => words.trim() !== '') }))
    .mutation(({ ctx, input }) => appealRejection(ctx, { ...input, ...ctx.actor })),

  openDocument: byApplicant
    .input(z.strictObject({ documentId: z.uuid().toLowerCase() }))
    .mutation(({ ctx, input }) => openDocument(ctx, { ...input, ...ctx.actor })),

  removeDocument: byApplicant
    .input(z.strictObject({ documentId: z.uuid().toLowerCase() }))
    .mutation(async ({ ctx, input }) => {
      await removeDocument(ctx, { ...input, ...ctx.actor })
      return input
    }),

  acceptContract: byApplicant
    .input(z.strictObject({ contractId: z.uuid().toLowerCase() }))
    .mutation(async ({ ctx, input }) => {
      await acceptContract(ctx, { ...input, ...ctx.actor })
      return input
    }),
})
