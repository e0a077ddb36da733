import { capturePayment } from '@haowu/server/domain/orders/capture-payment.ts'
import { type CheckoutDeps, startCheckout } from '@haowu/server/domain/orders/start-checkout.ts'
import { TEST_CONTACT } from '@haowu/server/test/build-sale.ts'

/** One buyer takes the piece and pays for it; answers when the money arrived, which is where the sale begins. */
export async function sellPiece(
  deps: CheckoutDeps,
  { priceFen, ...where }: { roomCode: string; itemId: string; priceFen: bigint },
): Promise<number> {
  const idempotencyKey = crypto.randomUUID()
  const { orderNo } = await startCheckout(deps, { ...where, priceFen, contact: TEST_CONTACT, idempotencyKey })
  const began = performance.now()
  await capturePayment(deps, {
    outTradeNo: `P${orderNo}`,
    transactionId: `bench-${orderNo}`,
    amountFen: priceFen,
  })
  return began
}
