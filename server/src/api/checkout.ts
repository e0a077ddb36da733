import { toFenText } from '@haowu/shared/money.ts'
import { CANCEL_REASONS, linkToken, startCheckoutInput } from '@haowu/shared/orders.ts'
import { z } from 'zod'
import { askToCancel, withdrawWish } from '#domain/orders/ask-to-cancel.ts'
import { checkPayment } from '#domain/orders/check-payment.ts'
import { confirmReceipt } from '#domain/orders/confirm-receipt.ts'
import { readBuyerOrder } from '#domain/orders/read-buyer-order.ts'
import { startCheckout } from '#domain/orders/start-checkout.ts'
import { startPayment } from '#domain/orders/start-payment.ts'
import { procedure, router } from './trpc.ts'

const anybody = procedure({ roles: 'public', tenant: 'none' })
const byLink = z.strictObject({ linkToken })

export const checkoutRouter = router({
  /** Limited are reservations, not attempts: a crowd behind one address may all press the button. */
  start: anybody
    .input(startCheckoutInput)
    .mutation(({ ctx, input }) =>
      startCheckout({ ...ctx, admit: async () => void (await ctx.limiter.spend('checkout', ctx.ip)) }, input),
    ),

  /** The buyer goes (back) to the cashier: more time, once. */
  pay: anybody.input(byLink).mutation(async ({ ctx, input }) => {
    await ctx.limiter.spend('checkout', ctx.ip)
    return startPayment(ctx, input)
  }),

  /** The buyer is back from the cashier: what the rail knows counts at once, whenever its callback comes. */
  checkPayment: anybody.input(byLink).mutation(async ({ ctx, input }) => {
    await ctx.limiter.spend('check_payment', ctx.ip)
    return checkPayment(ctx, input)
  }),

  get: anybody.input(byLink).query(async ({ ctx, input }) => {
    const { paidFen, refund, ...order } = await readBuyerOrder(ctx.db, input)
    return {
      ...order,
      paidFen: toFenText(paidFen),
      refund: refund && { ...refund, amountFen: toFenText(refund.amountFen) },
    }
  }),

  askToCancel: anybody
    .input(byLink.extend({ reason: z.enum(CANCEL_REASONS) }))
    .mutation(async ({ ctx, input }) => {
      await ctx.limiter.spend('checkout', ctx.ip)
      await askToCancel(ctx, input)
      return { asked: true }
    }),

  withdrawWish: anybody.input(byLink).mutation(async ({ ctx, input }) => {
    await withdrawWish(ctx, input)
    return { withdrawn: true }
  }),

  confirmReceipt: anybody.input(byLink).mutation(async ({ ctx, input }) => {
    await confirmReceipt(ctx, input)
    return { received: true }
  }),
})
