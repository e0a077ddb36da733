import { fenText, toFenText } from '@haowu/shared/money.ts'
import { RECEIVABLE_AGES } from '@haowu/shared/receivable-ages.ts'
import { z } from 'zod'
import { listReceivables, readAgeing } from '#domain/receivables/list-receivables.ts'
import { decideWriteOff } from '#domain/receivables/decide-write-off.ts'
import { proposeWriteOff } from '#domain/receivables/propose-write-off.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

const byFinance = procedure({ roles: ['finance'], tenant: 'platform' })
const id = z.uuid().toLowerCase()

/** What parties owe since something they had been paid was taken back, by age; giving it up takes two people. */
export const receivablesRouter = router({
  list: byFinance
    .input(
      z.strictObject({
        open: z.boolean().default(true),
        age: z.enum(RECEIVABLE_AGES).optional(),
        partyId: id.optional(),
        ...pageInput,
      }),
    )
    .query(async ({ ctx, input }) => {
      const { rows, nextCursor } = toPage(await listReceivables(ctx.db, input), input.limit)
      return {
        nextCursor,
        rows: rows.map(({ writeOffFen, ...row }) => ({
          ...row,
          amountFen: toFenText(row.amountFen),
          recoveredFen: toFenText(row.recoveredFen),
          writtenOffFen: toFenText(row.writtenOffFen),
          leftFen: toFenText(row.leftFen),
          writeOffFen: writeOffFen === null ? null : toFenText(writeOffFen),
          drawAt: row.drawAt.toISOString(),
          createdAt: row.createdAt.toISOString(),
          closedAt: row.closedAt?.toISOString() ?? null,
        })),
      }
    }),

  ageing: byFinance.query(async ({ ctx }) => {
    const ages = await readAgeing(ctx.db)
    return ages.map(age => ({ ...age, leftFen: toFenText(age.leftFen) }))
  }),

  proposeWriteOff: byFinance
    .input(
      z.strictObject({
        receivableId: id,
        amountFen: fenText.transform(BigInt).refine(fen => fen > 0n),
        reason: z.string().trim().min(4).max(200),
      }),
    )
    .mutation(({ ctx, input }) => proposeWriteOff(ctx, { ...input, makerId: ctx.actor.userId })),

  decideWriteOff: byFinance
    .input(z.strictObject({ writeOffId: id, approve: z.boolean() }))
    .mutation(async ({ ctx, input }) => {
      await decideWriteOff(ctx, { ...input, checkerId: ctx.actor.userId })
      return { decided: true }
    }),
})
