import { toFenText } from '@haowu/shared/money.ts'
import { onePick, pickNoteInput, picksToSheetInput } from '@haowu/shared/picks.ts'
import { z } from 'zod'
import { findReplacements } from '#domain/picks/find-replacements.ts'
import { picksToSheet } from '#domain/picks/picks-to-sheet.ts'
import { readCart } from '#domain/picks/read-cart.ts'
import { addPick, countPicks, notePick, removePick } from '#domain/picks/shortlist.ts'
import { procedure, router } from './trpc.ts'

const byStreamer = procedure({ roles: ['streamer'], tenant: 'streamer' })
const bps = z.int().min(0).max(10_000)

/** The streamer's shortlist: noted, not held. */
export const picksRouter = router({
  list: byStreamer.query(async ({ ctx }) => {
    const rows = await readCart(ctx, ctx.actor.partyId)
    return {
      rows: rows.map(({ priceFen, earns, ...row }) => ({
        ...row,
        priceFen: toFenText(priceFen),
        earns: earns && { ...earns, earnFen: toFenText(earns.earnFen) },
      })),
      nextCursor: null,
    }
  }),

  count: byStreamer.query(async ({ ctx }) => ({ count: await countPicks(ctx.db, ctx.actor.partyId) })),

  add: byStreamer
    .input(onePick.extend({ note: pickNoteInput.shape.note.optional() }))
    .mutation(async ({ ctx, input }) => {
      await addPick(ctx, { ...input, streamerId: ctx.actor.partyId })
      return { itemId: input.itemId }
    }),

  note: byStreamer.input(pickNoteInput).mutation(async ({ ctx, input }) => {
    await notePick(ctx, { ...input, streamerId: ctx.actor.partyId })
    return { itemId: input.itemId }
  }),

  remove: byStreamer.input(onePick).mutation(async ({ ctx, input }) => {
    await removePick(ctx, { ...input, streamerId: ctx.actor.partyId })
    return input
  }),

  /** Holds several for one show; each answers for itself. */
  toSheet: byStreamer.input(picksToSheetInput).mutation(async ({ ctx, input }) => ({
    results: await picksToSheet(ctx, { ...input, streamerId: ctx.actor.partyId }),
  })),

  /** Free pieces that could take the place of one, at this rate or a better one. */
  replacements: byStreamer
    .input(onePick.extend({ rateBps: bps.default(0) }))
    .query(async ({ ctx, input }) => {
      const found = await findReplacements(ctx.db, { ...input, streamerId: ctx.actor.partyId })
      return found.map(({ piece, earns }) => ({
        itemId: piece.itemId,
        title: piece.title,
        categoryCode: piece.categoryCode,
        grade: piece.grade,
        photos: piece.photos,
        priceFen: toFenText(piece.priceFen),
        rateBps: earns.rateBps,
        earnFen: toFenText(earns.earnFen),
        reportCode: piece.reportCode,
      }))
    }),
})
