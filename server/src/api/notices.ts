import { z } from 'zod'
import { listNotices, countUnread } from '#domain/notices/list-notices.ts'
import { markRead } from '#domain/notices/mark-read.ts'
import { readRestrictions } from '#domain/parties/restrict-party.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

const byMember = procedure({
  roles: ['supplier', 'streamer', 'agency', 'finance', 'operator'],
  tenant: 'party',
})

export const noticesRouter = router({
  /** What every screen asks now and then: how many are unread, and what the party may not do at present. */
  glance: byMember.query(async ({ ctx }) => ({
    unread: await countUnread(ctx.db, ctx.actor),
    restrictions: await readRestrictions(ctx.db, ctx.actor.partyId),
  })),

  list: byMember
    .input(z.strictObject(pageInput))
    .query(async ({ ctx, input }) =>
      toPage(await listNotices(ctx.db, { ...input, partyId: ctx.actor.partyId }), input.limit),
    ),

  /** This notice and all before it. */
  markRead: byMember.input(z.strictObject({ noticeId: z.uuid() })).mutation(async ({ ctx, input }) => {
    await markRead(ctx, { partyId: ctx.actor.partyId, upTo: input.noticeId })
    return {}
  }),
})
