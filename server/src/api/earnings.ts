import { toFenText } from '@haowu/shared/money.ts'
import { readEarnings } from '#domain/settlement/read-earnings.ts'
import { pageInput } from './keyset-page.ts'
import { procedure, router } from './trpc.ts'

const byEarner = procedure({ roles: ['supplier', 'streamer', 'agency'], tenant: 'party' })

export const earningsRouter = router({
  /** The actor's party: what it earned of which order, what is payable now, and when the rest will be. */
  get: byEarner.input(pageInput).query(async ({ ctx, input }) => {
    const { totals, page } = await readEarnings(ctx.db, { ...input, partyId: ctx.actor.partyId })
    return {
      pendingFen: toFenText(totals.pendingFen),
      availableFen: toFenText(totals.availableFen),
      reserveFen: toFenText(totals.reserveFen),
      inPayoutFen: toFenText(totals.inPayoutFen),
      paidFen: toFenText(totals.paidFen),
      receivableFen: toFenText(totals.receivableFen),
      nextCursor: page.nextCursor,
      rows: page.rows.map(row => ({
        ...row,
        earnedFen: toFenText(row.earnedFen),
        clawedFen: toFenText(row.clawedFen),
        netFen: toFenText(row.netFen),
      })),
    }
  }),
})
