import { toFenText } from '@haowu/shared/money.ts'
import { REQUEST_STATES } from '@haowu/shared/plan-states.ts'
import { decideOfferInput, decideRequestsInput } from '@haowu/shared/plans.ts'
import { z } from 'zod'
import { decideOffer, listOffers } from '#domain/commission/decide-offer.ts'
import { decideRequests } from '#domain/commission/decide-requests.ts'
import { listReceivedRequests } from '#domain/commission/list-requests.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })

/** What streamers and leaders want of a supplier's plans. */
export const planRequestsRouter = router({
  list: bySupplier
    .input(z.strictObject({ ...pageInput, state: z.enum(REQUEST_STATES).optional() }))
    .query(async ({ ctx, input }) => {
      const rows = await listReceivedRequests(ctx.db, { ...input, supplierId: ctx.actor.partyId })
      return toPage(
        rows.map(row => ({ ...row, gmvFen: toFenText(row.gmvFen) })),
        input.limit,
      )
    }),

  decide: bySupplier
    .input(decideRequestsInput)
    .mutation(({ ctx, input }) => decideRequests(ctx, { ...input, supplierId: ctx.actor.partyId })),

  offers: bySupplier
    .input(z.strictObject(pageInput))
    .query(async ({ ctx, input }) =>
      toPage(await listOffers(ctx.db, { ...input, supplierId: ctx.actor.partyId }), input.limit),
    ),

  decideOffer: bySupplier
    .input(decideOfferInput)
    .mutation(({ ctx, input }) => decideOffer(ctx, { ...input, supplierId: ctx.actor.partyId })),
})
