import { toFenText } from '@haowu/shared/money.ts'
import { z } from 'zod'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { type ExplainedOrder, explainOrder } from '#domain/settlement/explain-order.ts'
import { listSettledShares } from '#domain/settlement/list-settled-shares.ts'
import { listSettlements } from '#domain/settlement/list-settlements.ts'
import { readMaturing } from '#domain/settlement/read-maturing.ts'
import { readOverview } from '#domain/settlement/read-overview.ts'
import { readSettlement } from '#domain/settlement/read-settlement.ts'
import { pageFields, pageInput } from './keyset-page.ts'
import { orderListInput, orderPage } from './orders.ts'
import { payoutPage, payoutPageInput } from './payouts.ts'
import { procedure, router } from './trpc.ts'

const byFinance = procedure({ roles: ['finance'], tenant: 'platform' })

export const financeRouter = router({
  /** All balances by kind of account; the debit side and the credit side sum to the same. */
  overview: byFinance.query(async ({ ctx }) => {
    const { groups, debitFen, creditFen, waiting } = await readOverview(ctx.db)
    return {
      groups: groups.map(group => ({ ...group, balanceFen: toFenText(group.balanceFen) })),
      debitFen: toFenText(debitFen),
      creditFen: toFenText(creditFen),
      waiting,
    }
  }),

  orders: byFinance
    .input(orderListInput)
    .query(({ ctx, input }) => orderPage(ctx.db, { ...input, scope: 'platform' })),

  explainOrder: byFinance
    .input(z.strictObject({ orderNo: z.string().min(1).max(40) }))
    .query(async ({ ctx, input }) => toWire(await explainOrder(ctx.db, input))),

  settlements: byFinance.input(pageInput).query(async ({ ctx, input }) => {
    const { rows, nextCursor } = await listSettlements(ctx.db, input)
    return { rows: rows.map(row => ({ ...row, totalFen: toFenText(row.totalFen) })), nextCursor }
  }),

  /** What the next settlements will make payable, and what keeps the rest. */
  maturing: byFinance.query(async ({ ctx }) => {
    const maturing = await readMaturing(ctx.db)
    return maturing.map(row => ({ ...row, amountFen: toFenText(row.amountFen) }))
  }),

  settlement: byFinance
    .input(z.strictObject({ batchId: z.uuid().toLowerCase() }))
    .query(async ({ ctx, input }) => {
      const { totalFen, ledgerFen, lines, ...batch } = await readSettlement(ctx.db, input.batchId)
      return {
        ...batch,
        totalFen: toFenText(totalFen),
        ledgerFen: toFenText(ledgerFen),
        lines: lines.map(line => ({
          ...line,
          amountFen: toFenText(line.amountFen),
          reserveFen: toFenText(line.reserveFen),
          paidFen: toFenText(line.paidFen),
          usedFen: toFenText(line.usedFen),
          leftFen: toFenText(line.leftFen),
        })),
      }
    }),

  /** The orders that one party's line of a batch is made of. */
  settledShares: byFinance
    .input(
      z.strictObject({ ...pageFields, batchId: z.uuid().toLowerCase(), partyId: z.uuid().toLowerCase() }),
    )
    .query(async ({ ctx, input }) => {
      const { rows, nextCursor } = await listSettledShares(ctx.db, input)
      return {
        rows: rows.map(({ earnedFen, settledFen, ...share }) => ({
          ...share,
          earnedFen: toFenText(earnedFen),
          settledFen: toFenText(settledFen),
        })),
        nextCursor,
      }
    }),

  payouts: byFinance
    .input(payoutPageInput.extend({ withProposed: z.boolean().optional() }))
    .query(({ ctx, input }) => payoutPage(ctx.db, input)),

  /** Derives every balance from zero. A mutation, so that nobody's browser repeats it by itself: it reads the whole ledger. */
  prove: byFinance.mutation(async ({ ctx }) => {
    const { legs, transactions, accounts, disagreement } = await proveLedger(ctx.db)
    return {
      legs: Number(legs),
      transactions: Number(transactions),
      accounts: Number(accounts),
      disagreement,
    }
  }),
})

function toWire({ shares, legs, refunds, ...order }: ExplainedOrder) {
  return {
    ...order,
    refunds: refunds.map(({ claws, requestedAt, finishedAt, ...refund }) => ({
      ...refund,
      requestedAt: requestedAt.toISOString(),
      finishedAt: finishedAt?.toISOString() ?? null,
      amountFen: toFenText(refund.amountFen),
      freightFen: toFenText(refund.freightFen),
      discountFen: toFenText(refund.discountFen),
      claws: claws.map(({ role, partyName, ...amounts }) => ({
        role,
        partyName,
        amountFen: toFenText(amounts.amountFen),
        pendingFen: toFenText(amounts.pendingFen),
        reserveFen: toFenText(amounts.reserveFen),
        availableFen: toFenText(amounts.availableFen),
        receivableFen: toFenText(amounts.receivableFen),
        compensatedFen: toFenText(amounts.compensatedFen),
      })),
    })),
    listFen: toFenText(order.listFen),
    supplierDiscountFen: toFenText(order.supplierDiscountFen),
    platformDiscountFen: toFenText(order.platformDiscountFen),
    streamerDiscountFen: toFenText(order.streamerDiscountFen),
    freightFen: toFenText(order.freightFen),
    paidFen: toFenText(order.paidFen),
    baseFen: toFenText(order.baseFen),
    sharesFen: toFenText(order.sharesFen),
    escrowFen: toFenText(order.escrowFen),
    shares: shares.map(share => ({
      ...share,
      earnedFen: toFenText(share.earnedFen),
      clawedFen: toFenText(share.clawedFen),
    })),
    legs: legs.map(leg => ({
      ...leg,
      transactionId: leg.transactionId.toString(),
      amountFen: toFenText(leg.amountFen),
    })),
  }
}
