import {
  addSlotInput,
  editSheetInput,
  oneSlot,
  replaceSlotInput,
  resolveEditInput,
  slotPriceInput,
} from '@haowu/shared/picks.ts'
import { addSlot } from '#domain/picks/add-slot.ts'
import { changeSlotPrice } from '#domain/picks/change-slot-price.ts'
import { editSheet } from '#domain/picks/edit-sheet.ts'
import { removeSlot } from '#domain/picks/remove-slot.ts'
import { replaceSlot } from '#domain/picks/replace-slot.ts'
import { resolveEdit } from '#domain/picks/resolve-edit.ts'
import { procedure, router } from './trpc.ts'

const byStreamer = procedure({ roles: ['streamer'], tenant: 'streamer' })

export const slotsRouter = router({
  /** Holds the item for the session; the same item twice answers with the slot it has. */
  add: byStreamer
    .input(addSlotInput)
    .mutation(({ ctx, input }) => addSlot(ctx, { ...input, streamerId: ctx.actor.partyId })),

  remove: byStreamer.input(oneSlot).mutation(async ({ ctx, input }) => {
    await removeSlot(ctx, { ...input, streamerId: ctx.actor.partyId })
    return input
  }),

  /** Another piece into the place of this one. */
  replace: byStreamer
    .input(replaceSlotInput)
    .mutation(({ ctx, input }) => replaceSlot(ctx, { ...input, streamerId: ctx.actor.partyId })),

  /** Order, minutes and words, as they were changed on a copy of the sheet; each change answers for itself. */
  edit: byStreamer.input(editSheetInput).mutation(async ({ ctx, input }) => ({
    edits: await editSheet(ctx, {
      ...input,
      streamerId: ctx.actor.partyId,
      actor: `user:${ctx.actor.userId}`,
    }),
  })),

  resolve: byStreamer.input(resolveEditInput).mutation(async ({ ctx, input }) => {
    await resolveEdit(ctx, { ...input, streamerId: ctx.actor.partyId })
    return { editId: input.editId }
  }),

  setPrice: byStreamer.input(slotPriceInput).mutation(async ({ ctx, input }) => {
    await changeSlotPrice(ctx, {
      ...input,
      streamerId: ctx.actor.partyId,
      actor: `user:${ctx.actor.userId}`,
    })
    return { slotId: input.slotId }
  }),
})
