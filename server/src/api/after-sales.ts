import {
  answerAfterSaleInput,
  byLinkInput,
  escalateInput,
  inspectReturnInput,
  oneAfterSale,
  requestAfterSaleInput,
  ruleAfterSaleInput,
  sendReturnInput,
} from '@haowu/shared/after-sales.ts'
import { AFTER_SALE_VIEWS } from '@haowu/shared/after-sale-views.ts'
import { toFenText } from '@haowu/shared/money.ts'
import { linkToken } from '@haowu/shared/orders.ts'
import { z } from 'zod'
import { answerAfterSale } from '#domain/after-sales/answer-after-sale.ts'
import { acceptOffer } from '#domain/after-sales/accept-offer.ts'
import { escalateAfterSale } from '#domain/after-sales/escalate-after-sale.ts'
import { sendReturn } from '#domain/after-sales/send-return.ts'
import { withdrawAfterSale } from '#domain/after-sales/withdraw-after-sale.ts'
import { readSoldFields } from '#domain/inspection/grade-return.ts'
import { inspectReturn } from '#domain/after-sales/inspect-return.ts'
import { receiveReturn } from '#domain/after-sales/receive-return.ts'
import { type AfterSaleRow, listAfterSales } from '#domain/after-sales/list-after-sales.ts'
import {
  type AfterSaleRead,
  readAfterSale,
  readAfterSalesByLink,
} from '#domain/after-sales/read-after-sale.ts'
import { requestAfterSale } from '#domain/after-sales/request-after-sale.ts'
import { ruleAfterSale } from '#domain/after-sales/rule-after-sale.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

const anybody = procedure({ roles: 'public', tenant: 'none' })
const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })
const byOperator = procedure({ roles: ['operator'], tenant: 'platform' })
const DONE = { done: true }

const listInput = z.strictObject({
  view: z.enum(AFTER_SALE_VIEWS).default('answer'),
  text: z.string().trim().min(1).max(60).optional(),
  ...pageInput,
})

/** What a buyer asks for after the sale, by the link of his order; what the supplier answers; what the platform rules. */
export const afterSalesRouter = router({
  byLink: anybody.input(z.strictObject({ linkToken })).query(async ({ ctx, input }) => {
    const found = await readAfterSalesByLink(ctx.db, input)
    // Who at the supplier's or the platform acted is not the buyer's business.
    return found.map(row => ({
      ...readToWire(row),
      ruling: null,
      ruledBy: null,
      events: row.events.map(forBuyer),
    }))
  }),

  request: anybody.input(requestAfterSaleInput).mutation(async ({ ctx, input }) => {
    await ctx.limiter.spend('buyer_case', input.linkToken)
    return requestAfterSale(ctx, input)
  }),
  accept: anybody.input(byLinkInput).mutation(async ({ ctx, input }) => {
    await acceptOffer(ctx, input)
    return DONE
  }),
  escalate: anybody.input(escalateInput).mutation(async ({ ctx, input }) => {
    await ctx.limiter.spend('buyer_case', input.linkToken)
    await escalateAfterSale(ctx, input)
    return DONE
  }),
  withdraw: anybody.input(byLinkInput).mutation(async ({ ctx, input }) => {
    await withdrawAfterSale(ctx, input)
    return DONE
  }),
  sendReturn: anybody.input(sendReturnInput).mutation(async ({ ctx, input }) => {
    await sendReturn(ctx, input)
    return DONE
  }),

  list: bySupplier.input(listInput).query(async ({ ctx, input }) => {
    const rows = await listAfterSales(ctx.db, { ...input, supplierId: ctx.actor.partyId })
    return toPage(rows.map(rowToWire), input.limit)
  }),
  get: bySupplier.input(oneAfterSale).query(async ({ ctx, input }) => {
    const found = await readAfterSale(ctx.db, { ...input, supplierId: ctx.actor.partyId })
    // Only who has the piece on his table needs the report field by field.
    const reported = found.state === 'inspecting' ? await readSoldFields(ctx.db, found.reportCode) : []
    return { ...readToWire(found), reported, ruling: null, ruledBy: null }
  }),
  answer: bySupplier.input(answerAfterSaleInput).mutation(async ({ ctx, input }) => {
    await answerAfterSale(ctx, { ...input, ...bySupplierOf(ctx.actor) })
    return DONE
  }),
  receive: bySupplier.input(oneAfterSale).mutation(async ({ ctx, input }) => {
    await receiveReturn(ctx, { ...input, ...bySupplierOf(ctx.actor) })
    return DONE
  }),
  inspect: bySupplier.input(inspectReturnInput).mutation(async ({ ctx, input }) => {
    await inspectReturn(ctx, { ...input, ...bySupplierOf(ctx.actor) })
    return DONE
  }),

  desk: byOperator.input(listInput).query(async ({ ctx, input }) => {
    return toPage((await listAfterSales(ctx.db, { ...input, supplierId: null })).map(rowToWire), input.limit)
  }),
  deskGet: byOperator
    .input(oneAfterSale)
    .query(async ({ ctx, input }) => readToWire(await readAfterSale(ctx.db, { ...input, supplierId: null }))),
  rule: byOperator
    .input(ruleAfterSaleInput)
    .mutation(({ ctx, input }) => ruleAfterSale(ctx, { ...input, actor: `user:${ctx.actor.userId}` })),
})

function bySupplierOf({ partyId, userId }: { partyId: string; userId: string }) {
  return { supplierId: partyId, actor: `user:${userId}` }
}

function rowToWire<Row extends AfterSaleRow>({
  askedFen,
  agreedFen,
  dueAt,
  createdAt,
  endedAt,
  ...row
}: Row) {
  return {
    ...row,
    askedFen: toFenText(askedFen),
    agreedFen: agreedFen === null ? null : toFenText(agreedFen),
    dueAt: dueAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }
}

function readToWire(row: AfterSaleRead) {
  const { paidFen, refundedFen, cappedFromFen, events, ...rest } = rowToWire(row)
  return {
    ...rest,
    cappedFromFen: cappedFromFen === null ? null : toFenText(cappedFromFen),
    paidFen: toFenText(paidFen),
    refundedFen: toFenText(refundedFen),
    events: events.map(({ at, ...event }) => ({ ...event, at: at.toISOString() })),
  }
}

function forBuyer({ actor: _actor, at, ...event }: AfterSaleRead['events'][number]) {
  return { ...event, actor: event.side as string, at: at.toISOString() }
}
