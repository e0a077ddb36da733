import { payInDepositInput } from '@haowu/shared/deposits.ts'
import { toFenText } from '@haowu/shared/money.ts'
import { z } from 'zod'
import type { DepositDue } from '#domain/deposits/deposit-due.ts'
import { listDeposits } from '#domain/deposits/list-deposits.ts'
import { payInDeposit } from '#domain/deposits/pay-in-deposit.ts'
import { readDeposit } from '#domain/deposits/read-deposit.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

const byDepositor = procedure({ roles: ['supplier', 'streamer'], tenant: 'party' })
const byPlatform = procedure({ roles: ['operator', 'finance'], tenant: 'platform' })

function dueToWire({ dueFen, decidedBy, base, floating, exposure }: DepositDue) {
  return {
    dueFen: toFenText(dueFen),
    decidedBy,
    base: { ...base, amountFen: toFenText(base.amountFen) },
    floating: {
      ...floating,
      amountFen: toFenText(floating.amountFen),
      salesFen: toFenText(floating.salesFen),
    },
    exposure: { amountFen: toFenText(exposure.amountFen) },
  }
}

export const depositsRouter = router({
  get: byDepositor.query(async ({ ctx }) => {
    const { balanceFen, heldFen, freeFen, shortFen, due, holds } = await readDeposit(ctx.db, ctx.actor)
    return {
      balanceFen: toFenText(balanceFen),
      heldFen: toFenText(heldFen),
      freeFen: toFenText(freeFen),
      shortFen: toFenText(shortFen),
      due: dueToWire(due),
      holds: holds.map(hold => ({ ...hold, amountFen: toFenText(hold.amountFen) })),
    }
  }),

  payIn: byDepositor.input(payInDepositInput).mutation(({ ctx, input }) =>
    payInDeposit(ctx, {
      ...input,
      partyId: ctx.actor.partyId,
      returnUrl: `${ctx.config.publicUrl}/deposit`,
    }),
  ),

  listAll: byPlatform.input(z.strictObject(pageInput)).query(async ({ ctx, input }) => {
    const rows = await listDeposits(ctx.db, input)
    return toPage(
      rows.map(row => ({
        ...row,
        balanceFen: toFenText(row.balanceFen),
        heldFen: toFenText(row.heldFen),
        freeFen: toFenText(row.freeFen),
        shortFen: toFenText(row.shortFen),
        due: dueToWire(row.due),
      })),
      input.limit,
    )
  }),
})
