import { linkToken } from '@haowu/shared/orders.ts'
import { roomCode } from '@haowu/shared/picks.ts'
import { rateOrderInput } from '@haowu/shared/scores.ts'
import { blockText, lineText } from '@haowu/shared/text.ts'
import { z } from 'zod'
import { listAllRatings } from '#domain/scores/list-all-ratings.ts'
import { hideRating, showRating } from '#domain/scores/moderate-rating.ts'
import { rateOrder } from '#domain/scores/rate-order.ts'
import { listRatings, readOwnRating, readRatingMeans, readRoomRatings } from '#domain/scores/read-ratings.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

const anybody = procedure({ roles: 'public', tenant: 'none' })
const byOperator = procedure({ roles: ['operator'], tenant: 'platform' })
const oneRating = z.strictObject({ ratingId: z.uuid().toLowerCase() })
const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })

export const ratingsRouter = router({
  /** By the buyer, who has no account but his order's link. */
  rate: anybody.input(rateOrderInput).mutation(async ({ ctx, input }) => {
    await ctx.limiter.spend('rating', ctx.ip)
    return rateOrder(ctx, input)
  }),

  own: anybody.input(z.strictObject({ linkToken })).query(({ ctx, input }) => readOwnRating(ctx.db, input)),

  /** How those who supply a room's items were rated; of whom, nobody is told. */
  ofRoom: anybody
    .input(z.strictObject({ roomCode }))
    .query(({ ctx, input }) => readRoomRatings(ctx.db, input)),

  summary: bySupplier.query(({ ctx }) => readRatingMeans(ctx.db, { supplierId: ctx.actor.partyId })),

  /** Everybody's, for those who watch over what is said. */
  listAll: byOperator
    .input(
      z.strictObject({
        hidden: z.boolean().optional(),
        text: z.string().trim().max(60).optional(),
        ...pageInput,
      }),
    )
    .query(async ({ ctx, input }) => toPage(await listAllRatings(ctx.db, input), input.limit)),

  hide: byOperator
    .input(
      oneRating.extend({ clauseCode: lineText(40), reason: blockText(500).pipe(z.string().trim().min(1)) }),
    )
    .mutation(({ ctx, input }) => hideRating(ctx, { ...input, actor: `user:${ctx.actor.userId}` })),

  show: byOperator
    .input(oneRating)
    .mutation(({ ctx, input }) => showRating(ctx, { ...input, actor: `user:${ctx.actor.userId}` })),

  list: bySupplier
    .input(z.strictObject(pageInput))
    .query(async ({ ctx, input }) =>
      toPage(await listRatings(ctx.db, { ...input, supplierId: ctx.actor.partyId }), input.limit),
    ),
})
