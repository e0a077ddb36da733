import { toFenText } from '@haowu/shared/money.ts'
import { onePick } from '@haowu/shared/picks.ts'
import { addPick, listPicks, removePick } from '#domain/picks/shortlist.ts'
import { procedure, router } from './trpc.ts'

const byStreamer = procedure({ roles: ['streamer'], tenant: 'streamer' })

/** The streamer's shortlist: noted, not held. */
export const picksRouter = router({
  list: byStreamer.query(async ({ ctx }) => {
    const rows = await listPicks(ctx.db, { streamerId: ctx.actor.partyId })
    return { rows: rows.map(row => ({ ...row, priceFen: toFenText(row.priceFen) })), nextCursor: null }
  }),

  add: byStreamer.input(onePick).mutation(async ({ ctx, input }) => {
    await addPick(ctx, { ...input, streamerId: ctx.actor.partyId })
    return input
  }),

  remove: byStreamer.input(onePick).mutation(async ({ ctx, input }) => {
    await removePick(ctx, { ...input, streamerId: ctx.actor.partyId })
    return input
  }),
})
