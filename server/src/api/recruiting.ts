import { CATEGORY_CODES } from '@haowu/shared/catalog.ts'
import { proposeServiceInput } from '@haowu/shared/plans.ts'
import { z } from 'zod'
import { listOffers } from '#domain/commission/decide-offer.ts'
import { listRecruitablePlans, proposeService, withdrawOffer } from '#domain/commission/propose-service.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

const byLeader = procedure({ roles: ['agency'], tenant: 'party' })

/** Where a leader finds plans to recruit for, and offers to. */
export const recruitingRouter = router({
  plans: byLeader
    .input(z.strictObject({ categoryCode: z.enum(CATEGORY_CODES).optional() }))
    .query(async ({ ctx, input }) => ({
      rows: await listRecruitablePlans(ctx.db, { ...input, leaderId: ctx.actor.partyId }),
      nextCursor: null,
    })),

  propose: byLeader
    .input(proposeServiceInput)
    .mutation(({ ctx, input }) => proposeService(ctx, { ...input, leaderId: ctx.actor.partyId })),

  withdraw: byLeader
    .input(z.strictObject({ offerId: z.uuid().toLowerCase() }))
    .mutation(({ ctx, input }) => withdrawOffer(ctx, { ...input, leaderId: ctx.actor.partyId })),

  offers: byLeader.input(z.strictObject(pageInput)).query(async ({ ctx, input }) => {
    const rows = await listOffers(ctx.db, { ...input, leaderId: ctx.actor.partyId })
    return toPage(
      rows.map(({ planName: _private, ...row }) => row),
      input.limit,
    )
  }),
})
