import { toFenText } from '@haowu/shared/money.ts'
import { CLOSE_CHECKS } from '@haowu/shared/reconciliation.ts'
import { accountMonth } from '@haowu/shared/statements.ts'
import { z } from 'zod'
import { readChecklist } from '#domain/reconciliation/check-close.ts'
import { confirmCloseItem, setCloseOwner } from '#domain/reconciliation/close-item.ts'
import { listCloseItems, listCloseOwners } from '#domain/reconciliation/list-close-items.ts'
import {
  decideReopening,
  requestClose,
  requestReopening,
  signClose,
} from '#domain/reconciliation/close-period.ts'
import { listBreaks } from '#domain/reconciliation/list-breaks.ts'
import { listCloses } from '#domain/reconciliation/list-closes.ts'
import { readDepositCover } from '#domain/reconciliation/read-deposit-cover.ts'
import { readTieOut } from '#domain/reconciliation/read-tie-out.ts'
import { withdrawClose } from '#domain/reconciliation/withdraw-close.ts'
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
    const people = await listCloseItems(ctx.db, input.month)
    return items.map(item => {
      const found = people.find(each => each.item === item.check)
      return {
        ...item,
        openFen: toFenText(item.openFen),
        ownerId: found?.ownerId ?? null,
        ownerName: found?.ownerName ?? null,
        // What has come open again since is done by nobody.
        doneBy:
          item.isDone && found?.doneByName && found.doneAt
            ? { name: found.doneByName, at: found.doneAt.toISOString() }
            : null,
      }
    })
  }),

  owners: byFinance.query(({ ctx }) => listCloseOwners(ctx.db)),

  setOwner: byFinance
    .input(ofMonth.extend({ item: z.enum(CLOSE_CHECKS), memberId: z.uuid().toLowerCase().nullable() }))
    .mutation(async ({ ctx, input: { memberId: ownerId, ...input } }) => {
      await setCloseOwner(ctx, { ...input, ownerId, memberId: ctx.actor.memberId })
      return { set: true }
    }),

  confirmItem: byFinance
    .input(ofMonth.extend({ item: z.enum(CLOSE_CHECKS) }))
    .mutation(async ({ ctx, input }) => {
      await confirmCloseItem(ctx, { ...input, memberId: ctx.actor.memberId })
      return { confirmed: true }
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

  /** What deposits come to beside the accounts that hold them. */
  depositCover: byFinance.input(ofMonth).query(async ({ ctx, input }) => {
    const { owedFen, heldFen, toMoveFen } = await readDepositCover(ctx.db, input.month)
    return {
      owedFen: toFenText(owedFen),
      heldFen: toFenText(heldFen),
      toMoveFen: toFenText(toMoveFen),
    }
  }),

  /** What lies between the two balances, one by one: the oldest hundred. */
  openBreaks: byFinance.input(ofMonth).query(async ({ ctx, input }) => {
    const rows = await listBreaks(ctx.db, {
      state: 'unresolved',
      before: dayAfter(input.month),
      limit: MOST_BREAKS,
    })
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

  /** What was asked for too early is taken back, while nobody has signed. */
  withdraw: byFinance.input(ofMonth).mutation(async ({ ctx, input }) => {
    await withdrawClose(ctx, { ...input, memberId: ctx.actor.memberId })
    return { withdrawn: true }
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
