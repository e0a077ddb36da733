import { toFenText } from '@haowu/shared/money.ts'
import { workFilters } from '@haowu/shared/work.ts'
import { countWork, listWork } from '#domain/work-queue.ts'
import { pageFields } from './keyset-page.ts'
import { procedure, router } from './trpc.ts'

const byOperator = procedure({ roles: ['operator'], tenant: 'platform' })

/** One queue of all that waits for an operator, whichever desk it belongs to. */
export const workRouter = router({
  list: byOperator.input(workFilters.extend(pageFields)).query(async ({ ctx, input }) => {
    const { rows, nextCursor } = await listWork(ctx.db, input)
    return {
      rows: rows.map(({ since, dueAt, amountFen, ...row }) => ({
        ...row,
        since: since.toISOString(),
        dueAt: dueAt?.toISOString() ?? null,
        amountFen: amountFen === null ? null : toFenText(amountFen),
      })),
      nextCursor,
    }
  }),

  counts: byOperator.query(({ ctx }) => countWork(ctx.db)),
})
