import { toFenText } from '@haowu/shared/money.ts'
import { oneSession, oneShare, shareSheetInput, shareToken } from '@haowu/shared/picks.ts'
import { z } from 'zod'
import { readSharedSheet } from '#domain/picks/read-shared-sheet.ts'
import { listShares, revokeShare, shareSheet } from '#domain/picks/share-sheet.ts'
import { procedure, router } from './trpc.ts'

const byStreamer = procedure({ roles: ['streamer'], tenant: 'streamer' })

/** Links that show a run sheet to whoever has them. */
export const sheetSharesRouter = router({
  list: byStreamer.input(oneSession).query(async ({ ctx, input }) => ({
    rows: await listShares(ctx.db, { ...input, streamerId: ctx.actor.partyId }),
    nextCursor: null,
  })),

  create: byStreamer
    .input(shareSheetInput)
    .mutation(({ ctx, input }) =>
      shareSheet(ctx, { ...input, streamerId: ctx.actor.partyId, actor: `user:${ctx.actor.userId}` }),
    ),

  revoke: byStreamer.input(oneShare).mutation(async ({ ctx, input }) => {
    await revokeShare(ctx, { ...input, streamerId: ctx.actor.partyId, actor: `user:${ctx.actor.userId}` })
    return { shareId: input.shareId }
  }),

  /** For whoever has the link; it says no more than the link allows. */
  open: procedure({ roles: 'public', tenant: 'none' })
    .input(z.strictObject({ token: shareToken }))
    .query(async ({ ctx, input }) => {
      const { slots, ...sheet } = await readSharedSheet(ctx, input)
      return {
        ...sheet,
        slots: slots.map(({ priceFen, earnFen, ...slot }) => ({
          ...slot,
          priceFen: toFenText(priceFen),
          earnFen: earnFen === null ? null : toFenText(earnFen),
        })),
      }
    }),
})
