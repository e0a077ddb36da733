import { toFenText } from '@haowu/shared/money.ts'
import { heldQuery, revokeHoldInput } from '@haowu/shared/waiting.ts'
import { type HeldQuery, listHeld } from '#domain/picks/list-held.ts'
import { revokeHold } from '#domain/picks/revoke-hold.ts'
import type { Db } from '#db/database.ts'
import { procedure, router } from './trpc.ts'

const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })
const byOperator = procedure({ roles: ['operator'], tenant: 'platform' })

async function list(db: Db, query: HeldQuery) {
  const { rows, nextCursor } = await listHeld(db, query)
  return { rows: rows.map(row => ({ ...row, priceFen: toFenText(row.priceFen) })), nextCursor }
}

/** Who holds what at this moment, and who waits for it. */
export const holdsRouter = router({
  list: bySupplier
    .input(heldQuery)
    .query(({ ctx, input }) => list(ctx.db, { ...input, supplierId: ctx.actor.partyId })),

  /** Takes one back, with a reason that the streamer reads; not shortly before his show. */
  revoke: bySupplier.input(revokeHoldInput).mutation(async ({ ctx, input }) => {
    const actor = `user:${ctx.actor.userId}`
    await revokeHold(ctx, { ...input, supplierId: ctx.actor.partyId, actor })
    return { holdId: input.holdId }
  }),

  listAll: byOperator
    .input(heldQuery)
    .query(({ ctx, input }) => list(ctx.db, { ...input, supplierId: null })),

  /** The same for any supplier at any time. */
  revokeAny: byOperator.input(revokeHoldInput).mutation(async ({ ctx, input }) => {
    await revokeHold(ctx, { ...input, supplierId: null, actor: `user:${ctx.actor.userId}` })
    return { holdId: input.holdId }
  }),
})
