import { toFenText } from '@haowu/shared/money.ts'
import { joinLineInput, oneWait } from '@haowu/shared/waiting.ts'
import { z } from 'zod'
import { joinLine } from '#domain/picks/join-line.ts'
import { leaveLine } from '#domain/picks/leave-line.ts'
import { listOwnWaits } from '#domain/picks/list-own-waits.ts'
import { readOwnDiscipline } from '#domain/picks/read-own-discipline.ts'
import { procedure, router } from './trpc.ts'

const byStreamer = procedure({ roles: ['streamer'], tenant: 'streamer' })

/** Waiting for a piece that another show holds. */
export const waitsRouter = router({
  list: byStreamer
    .input(z.strictObject({ itemId: z.uuid().toLowerCase().optional() }))
    .query(async ({ ctx, input }) => {
      const rows = await listOwnWaits(ctx.db, { ...input, streamerId: ctx.actor.partyId })
      return rows.map(row => ({ ...row, priceFen: toFenText(row.priceFen) }))
    }),

  /** A place in the line, or the piece itself where it is free. */
  join: byStreamer
    .input(joinLineInput)
    .mutation(({ ctx, input }) => joinLine(ctx, { ...input, streamerId: ctx.actor.partyId })),

  leave: byStreamer.input(oneWait).mutation(async ({ ctx, input }) => {
    await leaveLine(ctx, { ...input, streamerId: ctx.actor.partyId })
    return input
  }),

  /** What counts against the streamer's holds, and what it lets him hold. */
  discipline: byStreamer.query(({ ctx }) => readOwnDiscipline(ctx.db, ctx.actor.partyId)),
})
