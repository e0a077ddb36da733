import { toFenText } from '@haowu/shared/money.ts'
import { PAYOUT_STATES, payoutAmount, requestPayoutInput } from '@haowu/shared/settlement.ts'
import { z } from 'zod'
import type { Db } from '#db/database.ts'
import { decidePayout } from '#domain/settlement/decide-payout.ts'
import { listPayouts, type PayoutQuery, type PayoutRow } from '#domain/settlement/list-payouts.ts'
import { previewTax } from '#domain/settlement/preview-tax.ts'
import { dropPayoutEnd } from '#domain/settlement/propose-payout-end.ts'
import { requestPayout } from '#domain/settlement/request-payout.ts'
import { returnPayout } from '#domain/settlement/return-payout.ts'
import { pageFields } from './keyset-page.ts'
import { procedure, router } from './trpc.ts'

const byEarner = procedure({ roles: ['supplier', 'streamer', 'agency'], tenant: 'party' })
const byFinance = procedure({ roles: ['finance'], tenant: 'platform' })

/** Filters of every list of payouts. */
export const payoutPageInput = z.strictObject({
  states: z.array(z.enum(PAYOUT_STATES)).min(1).max(PAYOUT_STATES.length).optional(),
  ...pageFields,
})

const decision = z.strictObject({
  payoutId: z.uuid().toLowerCase(),
  /** The payout's `version` as the list showed it. */
  version: z.string().regex(/^[0-9a-f]{64}$/),
})

/** A page of payouts as it crosses the wire. */
export async function payoutPage(db: Db, query: PayoutQuery) {
  const { rows, nextCursor } = await listPayouts(db, query)
  return { rows: rows.map(toWire), nextCursor }
}

function toWire({ amountFen, taxFen, netFen, ...row }: PayoutRow) {
  return { ...row, amountFen: toFenText(amountFen), taxFen: toFenText(taxFen), netFen: toFenText(netFen) }
}

/** Who at the platform decided, and what one of them says of the end, is the platform's business. */
function toParty({
  checkerName: _checker,
  makerName: _maker,
  proposedOutcome: _outcome,
  proposedReference: _reference,
  proposedBy: _by,
  proposedByName: _name,
  ...row
}: ReturnType<typeof toWire>) {
  return row
}

export const payoutsRouter = router({
  listMine: byEarner.input(payoutPageInput).query(async ({ ctx, input }) => {
    const { rows, nextCursor } = await payoutPage(ctx.db, { ...input, partyId: ctx.actor.partyId })
    return { rows: rows.map(toParty), nextCursor }
  }),

  /** What would be withheld of an amount, and how it is reckoned. */
  previewTax: byEarner.input(z.strictObject({ amountFen: payoutAmount })).query(async ({ ctx, input }) => {
    const { partyId } = ctx.actor
    const { taxFen, ...preview } = await previewTax(ctx.db, { ...input, partyId })
    return { ...preview, taxFen: toFenText(taxFen), netFen: toFenText(input.amountFen - taxFen) }
  }),

  request: byEarner.input(requestPayoutInput).mutation(({ ctx, input }) => {
    const { partyId, userId } = ctx.actor
    return requestPayout(ctx, { ...input, partyId, makerId: userId })
  }),

  /** Finance asks in a party's name; another person of finance must approve. */
  requestFor: byFinance
    .input(requestPayoutInput.extend({ partyId: z.uuid().toLowerCase() }))
    .mutation(({ ctx, input }) => requestPayout(ctx, { ...input, makerId: ctx.actor.userId })),

  approve: byFinance
    .input(decision)
    .mutation(({ ctx, input }) =>
      decidePayout(ctx, { ...input, decision: 'approve', checkerId: ctx.actor.userId }),
    ),

  /** A line of the bank's statement shows that the money came back; where that is not loaded yet, a second person says the same. */
  markReturned: byFinance
    .input(
      z.strictObject({
        payoutId: z.uuid().toLowerCase(),
        reference: z
          .string()
          .trim()
          .regex(/^[0-9A-Za-z-]{4,64}$/),
      }),
    )
    .mutation(({ ctx, input }) => returnPayout(ctx, { ...input, userId: ctx.actor.userId })),

  /** What was said of a payout's end, and nobody has agreed with yet, is taken back. */
  dropEnd: byFinance
    .input(z.strictObject({ payoutId: z.uuid().toLowerCase() }))
    .mutation(async ({ ctx, input }) => {
      await dropPayoutEnd(ctx, { ...input, userId: ctx.actor.userId })
      return { done: true }
    }),

  reject: byFinance
    .input(decision)
    .mutation(({ ctx, input }) =>
      decidePayout(ctx, { ...input, decision: 'reject', checkerId: ctx.actor.userId }),
    ),
})
