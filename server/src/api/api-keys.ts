import { z } from 'zod'
import { createApiKey } from '#domain/parties/create-api-key.ts'
import { listApiKeys } from '#domain/parties/list-api-keys.ts'
import { revokeApiKey } from '#domain/parties/revoke-api-key.ts'
import { procedure, router } from './trpc.ts'

const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })

/** Keys with which a supplier's own programs push goods, prices and stock. */
export const apiKeysRouter = router({
  list: bySupplier.query(({ ctx }) => listApiKeys(ctx.db, ctx.actor.partyId)),

  /** `key` is told this once. */
  create: bySupplier
    .input(z.strictObject({ name: z.string().trim().min(1).max(40) }))
    .mutation(({ ctx, input }) => {
      const { partyId: supplierId, memberId } = ctx.actor
      return createApiKey(ctx, { ...input, supplierId, memberId })
    }),

  revoke: bySupplier
    .input(z.strictObject({ keyId: z.uuid().toLowerCase() }))
    .mutation(async ({ ctx, input }) => {
      const { partyId: supplierId, memberId } = ctx.actor
      await revokeApiKey(ctx, { ...input, supplierId, memberId })
      return input
    }),
})
