import { toFenText } from '@haowu/shared/money.ts'
import { LINE_VIEWS, STATEMENT_CHANNELS, STATEMENT_STATES } from '@haowu/shared/statement-files.ts'
import { accountMonth } from '@haowu/shared/statements.ts'
import { z } from 'zod'
import { listStatementLines } from '#domain/reconciliation/list-statement-lines.ts'
import { DomainError } from '#domain/domain-error.ts'
import { listStatements, type StatementRow } from '#domain/reconciliation/list-statements.ts'
import { readStatementMatrix } from '#domain/reconciliation/read-statement-matrix.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

const byFinance = procedure({ roles: ['finance'], tenant: 'platform' })

function toWire(row: StatementRow) {
  return {
    ...row,
    inFen: toFenText(row.inFen),
    outFen: toFenText(row.outFen),
    loadedAt: row.loadedAt.toISOString(),
  }
}

/** What channels and banks sent: which files are there, which are missing, and what stands in them. */
export const statementsRouter = router({
  list: byFinance
    .input(
      z.strictObject({
        state: z.enum(STATEMENT_STATES).optional(),
        channel: z.enum(STATEMENT_CHANNELS).optional(),
        day: z.iso.date().optional(),
        ...pageInput,
      }),
    )
    .query(async ({ ctx, input }) => {
      const { rows, nextCursor } = toPage(await listStatements(ctx.db, input), input.limit)
      return { nextCursor, rows: rows.map(toWire) }
    }),

  get: byFinance.input(z.strictObject({ fileId: z.uuid().toLowerCase() })).query(async ({ ctx, input }) => {
    const [found] = await listStatements(ctx.db, { ...input, limit: 1 })
    if (!found) throw new DomainError('not_found')
    return toWire(found)
  }),

  matrix: byFinance.input(z.strictObject({ month: accountMonth })).query(async ({ ctx, input }) => {
    const { cells, ...matrix } = await readStatementMatrix(ctx.db, input)
    return { ...matrix, cells: cells.map(cell => ({ ...cell, breakFen: toFenText(cell.breakFen) })) }
  }),

  lines: byFinance
    .input(
      z.strictObject({
        fileId: z.uuid().toLowerCase(),
        view: z.enum(LINE_VIEWS).default('all'),
        afterLine: z.int().min(0).default(0),
      }),
    )
    .query(async ({ ctx, input }) => {
      const { rows, hasMore } = await listStatementLines(ctx.db, input)
      return {
        hasMore,
        rows: rows.map(row => ({
          ...row,
          amountFen: toFenText(row.amountFen),
          feeFen: toFenText(row.feeFen),
          bookedAt: row.bookedAt.toISOString(),
        })),
      }
    }),
})
