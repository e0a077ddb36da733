import { toFenText } from '@haowu/shared/money.ts'
import { accountMonth } from '@haowu/shared/statements.ts'
import { z } from 'zod'
import { type AccountStatement, readAccount } from '#domain/settlement/read-account.ts'
import { procedure, router } from './trpc.ts'

const byEarner = procedure({ roles: ['supplier', 'streamer', 'agency'], tenant: 'party' })
const byFinance = procedure({ roles: ['finance'], tenant: 'platform' })
/** More than anybody reads on a screen; the file has all. */
const MOST_LINES = 500

/** What is settled of a party's earnings, month by month: opening, each movement with its cause, closing. */
export const accountRouter = router({
  statement: byEarner
    .input(z.strictObject({ month: accountMonth }))
    .query(async ({ ctx, input }) =>
      toWire(await readAccount(ctx.db, { ...input, partyId: ctx.actor.partyId, limit: MOST_LINES })),
    ),

  of: byFinance
    .input(z.strictObject({ partyId: z.uuid().toLowerCase(), month: accountMonth }))
    .query(async ({ ctx, input }) => toWire(await readAccount(ctx.db, { ...input, limit: MOST_LINES }))),
})

function toWire({ openingFen, closingFen, lines, ...statement }: AccountStatement) {
  return {
    ...statement,
    openingFen: toFenText(openingFen),
    closingFen: toFenText(closingFen),
    lines: lines.map(({ amountFen, balanceFen, at, ...line }) => ({
      ...line,
      at: at.toISOString(),
      amountFen: toFenText(amountFen),
      balanceFen: toFenText(balanceFen),
    })),
  }
}
