import { z } from 'zod'
import { listParties } from '#domain/parties/list-parties.ts'
import { PARTY_KINDS } from '#domain/parties/party.ts'
import { revokeMember } from '#domain/parties/revoke-member.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

export const partiesRouter = router({
  list: procedure({ roles: ['operator', 'finance'], tenant: 'platform' })
    .input(z.strictObject({ kind: z.enum(PARTY_KINDS).optional(), ...pageInput }))
    .query(async ({ ctx, input }) => toPage(await listParties(ctx.db, input), input.limit)),

  /** Takes a person's right to act for a party; his running sessions lose it with their next request. */
  revokeMember: procedure({ roles: ['operator'], tenant: 'platform' })
    .input(z.strictObject({ partyId: z.uuid(), memberId: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      await revokeMember(ctx, { ...input, actorId: ctx.actor.memberId })
      return { revoked: true }
    }),
})
