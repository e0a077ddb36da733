import { CATEGORY_CODES } from '@haowu/shared/catalog.ts'
import { blockText } from '@haowu/shared/text.ts'
import { z } from 'zod'
import { listAdmissions, revokeAdmission } from '#domain/catalog/revoke-admission.ts'
import { listParties } from '#domain/parties/list-parties.ts'
import { PARTY_KINDS } from '#domain/parties/party.ts'
import { revokeMember } from '#domain/parties/revoke-member.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

export const partiesRouter = router({
  list: procedure({ roles: ['operator', 'finance'], tenant: 'platform' })
    .input(
      z.strictObject({
        kind: z.enum(PARTY_KINDS).optional(),
        search: z.string().trim().max(60).optional(),
        ...pageInput,
      }),
    )
    .query(async ({ ctx, input }) => toPage(await listParties(ctx.db, input), input.limit)),

  /** What a supplier may sell, with what taking each back would touch. */
  admissions: procedure({ roles: ['operator'], tenant: 'platform' })
    .input(z.strictObject({ partyId: z.uuid().toLowerCase() }))
    .query(async ({ ctx, input }) => ({ rows: await listAdmissions(ctx.db, input.partyId) })),

  revokeAdmission: procedure({ roles: ['operator'], tenant: 'platform' })
    .input(
      z.strictObject({
        partyId: z.uuid().toLowerCase(),
        categoryCode: z.enum(CATEGORY_CODES),
        reason: blockText(500).pipe(z.string().trim().min(1)),
      }),
    )
    .mutation(({ ctx, input }) => revokeAdmission(ctx, { ...input, memberId: ctx.actor.memberId })),

  /** Takes a person's right to act for a party; his running sessions lose it with their next request. */
  revokeMember: procedure({ roles: ['operator'], tenant: 'platform' })
    .input(z.strictObject({ partyId: z.uuid(), memberId: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      await revokeMember(ctx, { ...input, actorId: ctx.actor.memberId })
      return { revoked: true }
    }),
})
