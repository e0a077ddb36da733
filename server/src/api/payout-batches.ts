import { toFenText } from '@haowu/shared/money.ts'
import { PAYOUT_BATCH_STATES, PAYOUT_WAYS } from '@haowu/shared/settlement.ts'
import { z } from 'zod'
import { collectBatchNow } from '#domain/settlement/collect-payout-batch.ts'
import { decidePayoutBatch } from '#domain/settlement/decide-payout-batch.ts'
import { listPayoutBatches, type PayoutBatchRow } from '#domain/settlement/list-payout-batches.ts'
import { makePayoutFile } from '#domain/settlement/make-payout-file.ts'
import { readPayoutBatch } from '#domain/settlement/read-payout-batch.ts'
import { recordPayoutOutcome } from '#domain/settlement/record-payout-outcome.ts'
import { retryPayout } from '#domain/settlement/retry-payout.ts'
import { submitPayoutBatch } from '#domain/settlement/submit-payout-batch.ts'
import { takeOutOfBatch } from '#domain/settlement/take-out-of-batch.ts'
import { pageFields } from './keyset-page.ts'
import { procedure, router } from './trpc.ts'

const byFinance = procedure({ roles: ['finance'], tenant: 'platform' })
const oneBatch = z.strictObject({ batchId: z.uuid().toLowerCase() })
const onePayout = z.strictObject({ payoutId: z.uuid().toLowerCase() })
const asSeen = oneBatch.extend({ version: z.string().regex(/^[0-9a-f]{64}$/) })

const DONE = { done: true }

export const payoutBatchesRouter = router({
  list: byFinance
    .input(z.strictObject({ ...pageFields, state: z.enum(PAYOUT_BATCH_STATES).optional() }))
    .query(async ({ ctx, input }) => {
      const { rows, nextCursor } = await listPayoutBatches(ctx.db, input)
      return { rows: rows.map(toWire), nextCursor }
    }),

  read: byFinance.input(oneBatch).query(async ({ ctx, input }) => {
    const { before, lines, leftOut, ...batch } = await readPayoutBatch(ctx.db, input.batchId)
    return {
      ...toWire(batch),
      version: batch.version,
      before: before && { ...before, amountFen: toFenText(before.amountFen) },
      lines: lines.map(({ beforeFen, ...line }) => ({
        ...line,
        amountFen: toFenText(line.amountFen),
        taxFen: toFenText(line.taxFen),
        netFen: toFenText(line.netFen),
        beforeFen: beforeFen === null ? null : toFenText(beforeFen),
      })),
      leftOut: leftOut.map(party => ({ ...party, availableFen: toFenText(party.availableFen) })),
    }
  }),

  collect: byFinance.mutation(async ({ ctx }) => ({
    batchId: (await collectBatchNow(ctx, { userId: ctx.actor.userId })) ?? null,
  })),

  submit: byFinance.input(asSeen.extend({ way: z.enum(PAYOUT_WAYS) })).mutation(async ({ ctx, input }) => {
    await submitPayoutBatch(ctx, { ...input, userId: ctx.actor.userId })
    return DONE
  }),

  decide: byFinance
    .input(asSeen.extend({ decision: z.enum(['approve', 'reject']) }))
    .mutation(async ({ ctx, input }) => {
      await decidePayoutBatch(ctx, { ...input, userId: ctx.actor.userId })
      return DONE
    }),

  takeOut: byFinance
    .input(onePayout.extend({ reason: z.string().trim().min(2).max(200) }))
    .mutation(async ({ ctx, input }) => {
      await takeOutOfBatch(ctx, { ...input, userId: ctx.actor.userId })
      return DONE
    }),

  /** From here on its lines count as sent; the file itself is fetched by `GET /api/finance/payout-file`. */
  makeFile: byFinance.input(oneBatch).mutation(async ({ ctx, input }) => {
    await makePayoutFile(ctx, { ...input, userId: ctx.actor.userId })
    return DONE
  }),

  recordOutcome: byFinance
    .input(onePayout.extend({ outcome: z.enum(['confirmed', 'failed', 'unknown']) }))
    .mutation(({ ctx, input }) => recordPayoutOutcome(ctx, { ...input, userId: ctx.actor.userId })),

  retry: byFinance
    .input(onePayout)
    .mutation(({ ctx, input }) => retryPayout(ctx, { ...input, makerId: ctx.actor.userId })),
})

function toWire(batch: PayoutBatchRow) {
  return { ...batch, amountFen: toFenText(batch.amountFen), taxFen: toFenText(batch.taxFen) }
}
