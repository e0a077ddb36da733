import { z } from 'zod'
import { listParties } from '#domain/parties/list-parties.ts'
import { PARTY_KINDS } from '#domain/parties/party.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

export const partiesRouter = router({
  list: procedure({ roles: ['operator', 'finance'], tenant: 'platform' })
    .input(z.strictObject({ kind: z.enum(PARTY_KINDS).optional(), ...pageInput }))
    .query(async ({ ctx, input }) => toPage(await listParties(ctx.db, input), input.limit)),
})
