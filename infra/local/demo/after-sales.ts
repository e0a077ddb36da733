import { answerAfterSale } from '@haowu/server/domain/after-sales/answer-after-sale.ts'
import { acceptOffer } from '@haowu/server/domain/after-sales/accept-offer.ts'
import { escalateAfterSale } from '@haowu/server/domain/after-sales/escalate-after-sale.ts'
import { requestAfterSale } from '@haowu/server/domain/after-sales/request-after-sale.ts'
import { linkTokenOf } from '@haowu/server/domain/orders/link-token.ts'
import type { Cast } from './cast.ts'
import type { Stage } from './stage.ts'

/**
 * Three buyers of the first show, whose money is paid out already: one keeps his phone for a part of the price, one waits for an
 * answer, one was refused and asked the platform.
 */
export async function askForMoney(stage: Stage, { supplier }: Cast): Promise<void> {
  const [settled = '', waiting = '', refused = ''] = await settledOrders(stage, supplier.partyId)
  const bySupplier = { supplierId: supplier.partyId, actor: `user:${supplier.userId}` }

  const first = await ask(stage, settled, {
    kind: 'refund_only',
    reason: 'defect',
    amountFen: 20_000n,
    words: '边框有一处报告里没写的划痕，不影响使用，希望补偿 200 元。',
  })
  await answerAfterSale(stage, {
    ...bySupplier,
    afterSaleId: first.afterSaleId,
    answer: 'offer',
    amountFen: 15_000n,
    words: '核对了入库照片，认可有划痕，补偿 150 元。',
  })
  await acceptOffer(stage, first)

  await ask(stage, waiting, {
    kind: 'return',
    reason: 'missing_part',
    words: '报告写有原装充电线，包裹里没有。',
  })

  const third = await ask(stage, refused, {
    kind: 'return',
    reason: 'streamer_claim',
    words: '直播里说电池没换过，店里拆开看是换过的。',
  })
  await answerAfterSale(stage, {
    ...bySupplier,
    afterSaleId: third.afterSaleId,
    answer: 'refuse',
    words: '报告如实写了电池已更换，见报告第 5 项。',
  })
  await escalateAfterSale(stage, { ...third, words: '主播说的和报告不一样，请平台看回放。', photoKeys: [] })
}

type Wish = Pick<Parameters<typeof requestAfterSale>[1], 'kind' | 'reason' | 'words' | 'amountFen'>

async function ask(stage: Stage, orderId: string, wish: Wish) {
  const linkToken = linkTokenOf(stage.secrets.linkToken, orderId)
  const { afterSaleId } = await requestAfterSale(stage, { ...wish, linkToken, photoKeys: [] })
  return { linkToken, afterSaleId }
}

async function settledOrders({ db }: Stage, supplierId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('orders')
    .select('id')
    .where('supplierId', '=', supplierId)
    .where('state', '=', 'completed')
    .orderBy('paidAt')
    .orderBy('id')
    .limit(3)
    .execute()
  return rows.map(row => row.id)
}
