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
import { listBreaks } from '#domain/reconciliation/list-breaks.ts'
import { listCloses } from '#domain/reconciliation/list-closes.ts'
import { readTieOut } from '#domain/reconciliation/read-tie-out.ts'
import { procedure, router } from './trpc.ts'

const byFinance = procedure({ roles: ['finance'], tenant: 'platform' })
const ofMonth = z.strictObject({ month: accountMonth })
const MOST_BREAKS = 100

/** The first day that is no longer of the month. */
function dayAfter(month: string): string {
  const first = new Date(`${month}-01T00:00:00Z`)
  first.setUTCMonth(first.getUTCMonth() + 1)
  return first.toISOString().slice(0, 10)
}

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

  /** What lies between the two balances, one by one: the oldest hundred. */
  openBreaks: byFinance.input(ofMonth).query(async ({ ctx, input }) => {
    const rows = await listBreaks(ctx.db, { before: dayAfter(input.month), limit: MOST_BREAKS })
    return {
      hasMore: rows.length > MOST_BREAKS,
      rows: rows
        .slice(0, MOST_BREAKS)
        .map(({ id, account, class: of, amountFen, businessDay, state, ownNo, ownerName, isLate }) => ({
          id,
          account,
          class: of,
          amountFen: toFenText(amountFen),
          businessDay,
          state,
          ownNo,
          ownerName,
          isLate,
        })),
    }
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
