import { toFenText } from '@haowu/shared/money.ts'
import { accountMonth } from '@haowu/shared/statements.ts'
import { z } from 'zod'
import { readChecklist } from '#domain/reconciliation/check-close.ts'
import {
  decideReopening,
  requestClose,
  requestReopening,
  signClose,
} from '#domain/reconciliation/close-period.ts'
import { listCloses } from '#domain/reconciliation/list-closes.ts'
import { readTieOut } from '#domain/reconciliation/read-tie-out.ts'
import { procedure, router } from './trpc.ts'

const byFinance = procedure({ roles: ['finance'], tenant: 'platform' })
const ofMonth = z.strictObject({ month: accountMonth })

/** Closing a month: what still stands against it, who signs, and how it is opened again. */
export const closesRouter = router({
  list: byFinance.query(async ({ ctx }) => {
    const closes = await listCloses(ctx.db)
    return closes.map(close => ({ ...close, signedAt: close.signedAt?.toISOString() ?? null }))
  }),

  checklist: byFinance.input(ofMonth).query(async ({ ctx, input }) => {
    const items = await readChecklist(ctx.db, input.month)
    return items.map(item => ({ ...item, openFen: toFenText(item.openFen) }))
  }),

  tieOut: byFinance.input(ofMonth).query(async ({ ctx, input }) => {
    const accounts = await readTieOut(ctx.db, input.month)
    return accounts.map(row => ({
      account: row.account,
      openCount: row.openCount,
      openingFen: toFenText(row.openingFen),
      inFen: toFenText(row.inFen),
      outFen: toFenText(row.outFen),
      closingFen: toFenText(row.closingFen),
      openFen: toFenText(row.openFen),
      statementFen: row.statementFen === null ? null : toFenText(row.statementFen),
      unexplainedFen: row.unexplainedFen === null ? null : toFenText(row.unexplainedFen),
    }))
  }),

  request: byFinance.input(ofMonth).mutation(async ({ ctx, input }) => {
    await requestClose(ctx, { ...input, memberId: ctx.actor.memberId })
    return { requested: true }
  }),

  sign: byFinance.input(ofMonth).mutation(async ({ ctx, input }) => {
    await signClose(ctx, { ...input, memberId: ctx.actor.memberId })
    return { signed: true }
  }),

  requestReopening: byFinance
    .input(ofMonth.extend({ reason: z.string().trim().min(4).max(300) }))
    .mutation(async ({ ctx, input }) => {
      await requestReopening(ctx, { ...input, memberId: ctx.actor.memberId })
      return { requested: true }
    }),

  decideReopening: byFinance
    .input(ofMonth.extend({ approve: z.boolean() }))
    .mutation(async ({ ctx, input }) => {
      await decideReopening(ctx, { ...input, memberId: ctx.actor.memberId })
      return { decided: true }
    }),
})
