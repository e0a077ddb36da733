import { ADJUSTMENT_STATES, adjustmentInput } from '@haowu/shared/adjustments.ts'
import { toFenText } from '@haowu/shared/money.ts'
import { blockText } from '@haowu/shared/text.ts'
import { z } from 'zod'
import { decideAdjustment } from '#domain/adjustments/decide-adjustment.ts'
import { type AdjustmentRow, listAdjustments, readAdjustment } from '#domain/adjustments/list-adjustments.ts'
import { proposeReversal } from '#domain/adjustments/propose-reversal.ts'
import { saveDraft } from '#domain/adjustments/save-draft.ts'
import { discardDraft, submitAdjustment } from '#domain/adjustments/submit-adjustment.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

const byFinance = procedure({ roles: ['finance'], tenant: 'platform' })
const adjustmentId = z.uuid().toLowerCase()
const one = z.strictObject({ adjustmentId })
const why = blockText(500).trim().min(4)

/** Entries that people make by hand: drafted with evidence, agreed to by one or two others, posted, taken back the same way. */
export const adjustmentsRouter = router({
  list: byFinance
    .input(z.strictObject({ states: z.array(z.enum(ADJUSTMENT_STATES)).min(1).max(6), ...pageInput }))
    .query(async ({ ctx, input }) => {
      const rows = await listAdjustments(ctx.db, { ...input, userId: ctx.actor.userId })
      const page = toPage(rows, input.limit)
      return { nextCursor: page.nextCursor, rows: page.rows.map(rowToWire) }
    }),

  get: byFinance.input(one).query(async ({ ctx, input }) => {
    const asked = { ...input, userId: ctx.actor.userId }
    const { lines, decisions, ...row } = await readAdjustment(ctx.db, asked)
    return {
      ...rowToWire(row),
      lines: lines.map(line => ({ ...line, amountFen: toFenText(line.amountFen) })),
      decisions: decisions.map(each => ({ ...each, decidedAt: each.decidedAt.toISOString() })),
    }
  }),

  /** From which amount on two others must agree. */
  limits: byFinance.query(async ({ ctx }) => {
    const { value, version } = await readRule(ctx.db, 'adjustment_approval')
    return { twoFromFen: toFenText(value.twoFromFen), version }
  }),

  save: byFinance
    .input(adjustmentInput.extend({ adjustmentId: adjustmentId.optional() }))
    .mutation(({ ctx, input }) => saveDraft(ctx, { ...input, makerId: ctx.actor.userId })),

  submit: byFinance.input(one).mutation(async ({ ctx, input }) => {
    await submitAdjustment(ctx, { ...input, memberUserId: ctx.actor.userId })
    return { submitted: true }
  }),

  discard: byFinance.input(one).mutation(async ({ ctx, input }) => {
    await discardDraft(ctx, { ...input, memberUserId: ctx.actor.userId })
    return { discarded: true }
  }),

  approve: byFinance
    .input(one.extend({ version: z.string().max(64) }))
    .mutation(({ ctx, input }) =>
      decideAdjustment(ctx, { ...input, approve: true, note: null, checkerId: ctx.actor.userId }),
    ),

  refuse: byFinance
    .input(one.extend({ version: z.string().max(64), note: why }))
    .mutation(({ ctx, input }) =>
      decideAdjustment(ctx, { ...input, approve: false, checkerId: ctx.actor.userId }),
    ),

  reverse: byFinance
    .input(one.extend({ note: why }))
    .mutation(({ ctx, input }) => proposeReversal(ctx, { ...input, makerId: ctx.actor.userId })),
})

function rowToWire({ amountFen, transactionId, ...row }: AdjustmentRow) {
  return {
    ...row,
    amountFen: toFenText(amountFen),
    transactionId: transactionId?.toString() ?? null,
    createdAt: row.createdAt.toISOString(),
    submittedAt: row.submittedAt?.toISOString() ?? null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
  }
}
