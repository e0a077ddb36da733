import { toFenText } from '@haowu/shared/money.ts'
import {
  BOOK_ACCOUNTS,
  BREAK_CLASSES,
  BREAK_ENDINGS,
  BREAK_STATES,
  MATCH_STAGES,
} from '@haowu/shared/reconciliation.ts'
import { z } from 'zod'
import { assignBreak } from '#domain/reconciliation/assign-break.ts'
import { confirmMatches } from '#domain/reconciliation/confirm-matches.ts'
import { countWaiting } from '#domain/reconciliation/count-waiting.ts'
import { decideEnding } from '#domain/reconciliation/decide-ending.ts'
import { decideReopening } from '#domain/reconciliation/decide-reopening.ts'
import { explainDifference } from '#domain/reconciliation/explain-difference.ts'
import { listBreaks } from '#domain/reconciliation/list-breaks.ts'
import { listCandidates } from '#domain/reconciliation/list-candidates.ts'
import { listMatches } from '#domain/reconciliation/list-matches.ts'
import { listOpenLines } from '#domain/reconciliation/list-open-lines.ts'
import { listSumCandidates } from '#domain/reconciliation/list-sum-candidates.ts'
import { makeMatch } from '#domain/reconciliation/make-match.ts'
import { readLineSource } from '#domain/reconciliation/read-line-source.ts'
import { reconcile } from '#domain/reconciliation/reconcile.ts'
import { reopenBreak } from '#domain/reconciliation/reopen-break.ts'
import { proposeEnding } from '#domain/reconciliation/propose-ending.ts'
import { undoMatch } from '#domain/reconciliation/undo-match.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

const byFinance = procedure({ roles: ['finance'], tenant: 'platform' })
const account = z.enum(BOOK_ACCOUNTS)
const side = z.enum(['statement', 'book'])
/** Lines and matches are numbered by the database; the numbers travel as text. */
const rowNo = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt)
const breakId = z.uuid().toLowerCase()
/** Of a difference, with the `version` that the list showed. */
const decision = z.strictObject({
  breakId,
  approve: z.boolean(),
  version: z.string().regex(/^[0-9a-f]{64}$/),
})
const note = z.string().trim().min(2).max(300)
/** What a screen scrolls through; whoever has more open narrows it by a filter. */
const MOST_LINES = 20_000

/** Statements against books: what is open, what belongs together, and what becomes of the rest. */
export const reconciliationRouter = router({
  lines: byFinance
    .input(
      z.strictObject({
        account,
        side,
        search: z.string().trim().max(100).optional(),
        kind: z.string().max(20).optional(),
        dayFrom: z.iso.date().optional(),
        dayTo: z.iso.date().optional(),
      }),
    )
    .query(async ({ ctx, input }) => {
      const { rows, total, sumFen } = await listOpenLines(ctx.db, input, MOST_LINES)
      return {
        total,
        sumFen: toFenText(sumFen),
        rows: rows.map(row => ({
          ...row,
          amountFen: toFenText(row.amountFen),
          feeFen: toFenText(row.feeFen),
          breakFen: row.breakFen === null ? null : toFenText(row.breakFen),
          bookedAt: row.bookedAt.toISOString(),
        })),
      }
    }),

  waiting: byFinance.query(({ ctx }) => countWaiting(ctx.db)),

  candidates: byFinance.input(z.strictObject({ side, lineId: rowNo })).query(async ({ ctx, input }) => {
    const rows = await listCandidates(ctx.db, input)
    return rows.map(row => ({
      ...row,
      amountFen: toFenText(row.amountFen),
      differenceFen: toFenText(row.differenceFen),
    }))
  }),

  /** Several of the other side that come to it together. */
  sums: byFinance.input(z.strictObject({ side, lineId: rowNo })).query(async ({ ctx, input }) => {
    const found = await listSumCandidates(ctx.db, input)
    return found.map(({ lines, days }) => ({
      days,
      lines: lines.map(line => ({ ...line, amountFen: toFenText(line.amountFen) })),
    }))
  }),

  /** Down to where a line comes from: the file's own words, or the entry of the ledger. */
  line: byFinance
    .input(z.strictObject({ side, lineId: rowNo }))
    .query(({ ctx, input }) => readLineSource(ctx.db, input)),

  difference: byFinance.input(z.strictObject({ account })).query(async ({ ctx, input }) => {
    const { causes, ...difference } = await explainDifference(ctx.db, input.account)
    return {
      account: difference.account,
      statementFen: toFenText(difference.statementFen),
      bookFen: toFenText(difference.bookFen),
      differenceFen: toFenText(difference.differenceFen),
      causes: causes.map(cause => ({ ...cause, amountFen: toFenText(cause.amountFen) })),
    }
  }),

  matches: byFinance
    .input(
      z.strictObject({
        account,
        state: z.enum(['auto', 'suggested', 'confirmed', 'undone']).optional(),
        stage: z.enum(MATCH_STAGES).optional(),
        cursor: rowNo.optional(),
        limit: z.int().min(1).max(100).default(50),
      }),
    )
    .query(async ({ ctx, input: { cursor: before, ...input } }) => {
      const { rows, nextCursor } = toPage(await listMatches(ctx.db, { ...input, before }), input.limit)
      return {
        nextCursor,
        rows: rows.map(row => ({
          ...row,
          differenceFen: toFenText(row.differenceFen),
          statementFen: toFenText(row.statementFen),
          bookFen: toFenText(row.bookFen),
          madeAt: row.madeAt.toISOString(),
        })),
      }
    }),

  breaks: byFinance
    .input(
      z.strictObject({
        account: account.optional(),
        class: z.enum(BREAK_CLASSES).optional(),
        state: z.enum([...BREAK_STATES, 'unresolved', 'waiting']).optional(),
        mine: z.boolean().default(false),
        ...pageInput,
      }),
    )
    .query(async ({ ctx, input: { mine, ...input } }) => {
      const own = mine ? ctx.actor.memberId : undefined
      const { rows, nextCursor } = toPage(await listBreaks(ctx.db, { ...input, mine: own }), input.limit)
      return {
        nextCursor,
        rows: rows.map(row => ({
          ...row,
          cause: JSON.stringify(row.cause),
          amountFen: toFenText(row.amountFen),
          openedAt: row.openedAt.toISOString(),
          reopenedAt: row.reopenedAt?.toISOString() ?? null,
          dueAt: row.dueAt.toISOString(),
        })),
      }
    }),

  /** Looks at everything open now, instead of when the next file comes. */
  run: byFinance.mutation(async ({ ctx }) => {
    const runs = await reconcile(ctx)
    return { matched: runs.reduce((sum, { matched }) => sum + matched, 0) }
  }),

  confirm: byFinance
    .input(z.strictObject({ matchIds: z.array(rowNo).min(1).max(500) }))
    .mutation(async ({ ctx, input }) => ({
      confirmed: await confirmMatches(ctx, { ...input, memberId: ctx.actor.memberId }),
    })),

  match: byFinance
    .input(
      z.strictObject({
        account,
        statementIds: z.array(rowNo).max(200),
        bookIds: z.array(rowNo).max(200),
        note: z.string().trim().max(300).default(''),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { matchId } = await makeMatch(ctx, { ...input, memberId: ctx.actor.memberId })
      return { matchId: matchId.toString() }
    }),

  undo: byFinance.input(z.strictObject({ matchId: rowNo })).mutation(async ({ ctx, input }) => {
    await undoMatch(ctx, { ...input, memberId: ctx.actor.memberId })
    return { undone: true }
  }),

  assign: byFinance
    .input(z.strictObject({ breakId, to: z.enum(['open', 'assigned', 'await_channel']) }))
    .mutation(async ({ ctx, input }) => {
      await assignBreak(ctx, { ...input, memberId: ctx.actor.memberId })
      return { assigned: true }
    }),

  propose: byFinance
    .input(z.strictObject({ breakId, as: z.enum(BREAK_ENDINGS), note }))
    .mutation(async ({ ctx, input }) => {
      await proposeEnding(ctx, { ...input, memberId: ctx.actor.memberId })
      return { proposed: true }
    }),

  reopen: byFinance.input(z.strictObject({ breakId, reason: note })).mutation(async ({ ctx, input }) => {
    const answer = await reopenBreak(ctx, { ...input, memberId: ctx.actor.memberId })
    return { answer }
  }),

  decideReopening: byFinance.input(decision).mutation(async ({ ctx, input }) => {
    await decideReopening(ctx, { ...input, memberId: ctx.actor.memberId })
    return { decided: true }
  }),

  decide: byFinance.input(decision).mutation(async ({ ctx, input }) => {
    return decideEnding(ctx, { ...input, memberId: ctx.actor.memberId })
  }),
})
