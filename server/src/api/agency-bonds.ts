import { lineText } from '@haowu/shared/text.ts'
import { z } from 'zod'
import { acceptInvitation, readInvitation } from '#domain/onboarding/accept-invitation.ts'
import { listBonds } from '#domain/onboarding/agency-bond.ts'
import { endBond } from '#domain/onboarding/end-bond.ts'
import { inviteStreamer, listInvitations, revokeInvitation } from '#domain/onboarding/invite-streamer.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

const byAgency = procedure({ roles: ['agency'], tenant: 'party' })
const byStreamer = procedure({ roles: ['streamer'], tenant: 'streamer' })
const bySide = procedure({ roles: ['agency', 'streamer'], tenant: 'party' })
const id = z.uuid().toLowerCase()
const byToken = z.strictObject({ invitationToken: z.string().regex(/^[A-Za-z0-9_-]{32}$/) })

/** How agencies and streamers come together and part. */
export const agencyBondsRouter = router({
  /** The link is in this answer and nowhere else. */
  invite: byAgency
    .input(z.strictObject({ note: lineText(60).pipe(z.string().trim().min(1)) }))
    .mutation(async ({ ctx, input }) => {
      const { partyId: agencyId, memberId } = ctx.actor
      const { token, ...invited } = await inviteStreamer(ctx, { ...input, agencyId, memberId })
      return { ...invited, url: `${ctx.config.publicUrl}/onboarding?invitation=${token}` }
    }),

  invitations: byAgency
    .input(z.strictObject(pageInput))
    .query(async ({ ctx, input }) =>
      toPage(await listInvitations(ctx.db, { ...input, agencyId: ctx.actor.partyId }), input.limit),
    ),

  revoke: byAgency.input(z.strictObject({ invitationId: id })).mutation(async ({ ctx, input }) => {
    await revokeInvitation(ctx, { ...input, agencyId: ctx.actor.partyId })
    return input
  }),

  read: byStreamer.input(byToken).query(({ ctx, input }) => readInvitation(ctx.db, input.invitationToken)),

  accept: byStreamer.input(byToken).mutation(({ ctx, input }) => {
    const { partyId: streamerId, memberId } = ctx.actor
    return acceptInvitation(ctx, { streamerId, memberId, token: input.invitationToken })
  }),

  list: bySide
    .input(z.strictObject(pageInput))
    .query(async ({ ctx, input }) =>
      toPage(await listBonds(ctx.db, { ...input, partyId: ctx.actor.partyId }), input.limit),
    ),

  end: bySide.input(z.strictObject({ bondId: id })).mutation(({ ctx, input }) => {
    const { partyId, memberId } = ctx.actor
    return endBond(ctx, { ...input, partyId, memberId })
  }),
})
