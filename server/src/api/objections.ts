import { OBJECTION_STATES, objectedLine, objectionWords } from '@haowu/shared/adjustments.ts'
import { z } from 'zod'
import { answerObjection, withdrawObjection } from '#domain/adjustments/close-objection.ts'
import { listObjections, type ObjectionRow } from '#domain/adjustments/list-objections.ts'
import { openObjection } from '#domain/adjustments/open-objection.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

const byEarner = procedure({ roles: ['supplier', 'streamer', 'agency'], tenant: 'party' })
const byFinance = procedure({ roles: ['finance'], tenant: 'platform' })
const objectionId = z.uuid().toLowerCase()
const listInput = z.strictObject({ state: z.enum(OBJECTION_STATES).optional(), ...pageInput })

/** A party objects to a line of its earnings; finance explains it or puts it right; both see what became of it. */
export const objectionsRouter = router({
  open: byEarner
    .input(z.strictObject({ line: objectedLine, words: objectionWords }))
    .mutation(({ ctx, input }) =>
      openObjection(ctx, { ...input, partyId: ctx.actor.partyId, userId: ctx.actor.userId }),
    ),

  mine: byEarner.input(listInput).query(async ({ ctx, input }) => {
    const rows = await listObjections(ctx.db, { ...input, partyId: ctx.actor.partyId })
    const page = toPage(rows, input.limit)
    return { nextCursor: page.nextCursor, rows: page.rows.map(toWire) }
  }),

  withdraw: byEarner.input(z.strictObject({ objectionId })).mutation(async ({ ctx, input }) => {
    const { partyId, userId } = ctx.actor
    await withdrawObjection(ctx, { ...input, partyId, userId })
    return { withdrawn: true }
  }),

  list: byFinance.input(listInput).query(async ({ ctx, input }) => {
    const page = toPage(await listObjections(ctx.db, input), input.limit)
    return { nextCursor: page.nextCursor, rows: page.rows.map(toWire) }
  }),

  answer: byFinance
    .input(
      z.strictObject({
        objectionId,
        answer: objectionWords,
        adjustmentId: z.uuid().toLowerCase().nullable(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      await answerObjection(ctx, { ...input, userId: ctx.actor.userId })
      return { answered: true }
    }),
})

function toWire(row: ObjectionRow) {
  return { ...row, openedAt: row.openedAt.toISOString(), closedAt: row.closedAt?.toISOString() ?? null }
}
