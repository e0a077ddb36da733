import { toFenText } from '@haowu/shared/money.ts'
import { REQUEST_STATES } from '@haowu/shared/plan-states.ts'
import { askForPlanInput } from '@haowu/shared/plans.ts'
import { z } from 'zod'
import { askForPlan, withdrawRequest } from '#domain/commission/ask-for-plan.ts'
import { listSentRequests } from '#domain/commission/list-requests.ts'
import { readOfferOfItem } from '#domain/commission/offer-of-item.ts'
import { readPlazaItem } from '#domain/plaza/plaza-row.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

const byStreamer = procedure({ roles: ['streamer'], tenant: 'streamer' })
const id = z.uuid().toLowerCase()

/** What a streamer is offered for a piece, and the plans he asks for. */
export const offersRouter = router({
  ofItem: byStreamer.input(z.strictObject({ itemId: id })).query(async ({ ctx, input }) => {
    const { itemId, priceFen } = await readPlazaItem(ctx.db, input.itemId)
    const offer = await readOfferOfItem(ctx.db, { itemId, priceFen, streamerId: ctx.actor.partyId })
    const { terms } = offer
    return {
      ...offer,
      terms: terms && {
        ...terms,
        supplyPriceFen: terms.supplyPriceFen === null ? null : toFenText(terms.supplyPriceFen),
        floorFen: toFenText(terms.floorFen),
        ceilingFen: toFenText(terms.ceilingFen),
        earnFen: toFenText(terms.earnFen),
      },
    }
  }),

  ask: byStreamer
    .input(askForPlanInput)
    .mutation(({ ctx, input }) => askForPlan(ctx, { ...input, streamerId: ctx.actor.partyId })),

  withdraw: byStreamer
    .input(z.strictObject({ requestId: id }))
    .mutation(({ ctx, input }) => withdrawRequest(ctx, { ...input, streamerId: ctx.actor.partyId })),

  requests: byStreamer
    .input(z.strictObject({ ...pageInput, state: z.enum(REQUEST_STATES).optional() }))
    .query(async ({ ctx, input }) =>
      toPage(await listSentRequests(ctx.db, { ...input, streamerId: ctx.actor.partyId }), input.limit),
    ),
})
