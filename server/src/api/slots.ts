import { addSlotInput, moveSlotInput, oneSlot, updateSlotInput } from '@haowu/shared/picks.ts'
import { addSlot } from '#domain/picks/add-slot.ts'
import { moveSlot } from '#domain/picks/move-slot.ts'
import { removeSlot } from '#domain/picks/remove-slot.ts'
import { updateSlot } from '#domain/picks/update-slot.ts'
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

  move: byStreamer.input(moveSlotInput).mutation(async ({ ctx, input }) => {
    await moveSlot(ctx, { ...input, streamerId: ctx.actor.partyId })
    return { slotId: input.slotId }
  }),

  update: byStreamer.input(updateSlotInput).mutation(async ({ ctx, input }) => {
    await updateSlot(ctx, { ...input, streamerId: ctx.actor.partyId })
    return { slotId: input.slotId }
  }),
})
