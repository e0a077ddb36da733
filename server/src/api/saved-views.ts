import { z } from 'zod'
import { listViews, removeView, saveView, VIEW_SCREENS } from '#domain/parties/saved-view.ts'
import { procedure, router } from './trpc.ts'

const bySignedIn = procedure({ roles: ['supplier', 'streamer'], tenant: 'party' })
const searchValue = z.union([
  z.string().max(200),
  z.number(),
  z.boolean(),
  z.array(z.string().max(100)).max(20),
])

/** A person's own views of a list: its filters and order under a name. */
export const savedViewsRouter = router({
  list: bySignedIn
    .input(z.strictObject({ screen: z.enum(VIEW_SCREENS) }))
    .query(({ ctx, input }) => listViews(ctx.db, { ...input, memberId: ctx.actor.memberId })),

  save: bySignedIn
    .input(
      z.strictObject({
        screen: z.enum(VIEW_SCREENS),
        name: z.string().trim().min(1).max(40),
        search: z.record(z.string().max(40), searchValue).refine(search => Object.keys(search).length <= 20),
      }),
    )
    .mutation(({ ctx, input }) => saveView(ctx.db, { ...input, memberId: ctx.actor.memberId })),

  remove: bySignedIn
    .input(z.strictObject({ viewId: z.uuid().toLowerCase() }))
    .mutation(async ({ ctx, input }) => {
      await removeView(ctx.db, { ...input, memberId: ctx.actor.memberId })
      return input
    }),
})
