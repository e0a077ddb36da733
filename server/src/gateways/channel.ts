import type { Channel, ChannelOrderBody } from '@haowu/shared/channel-orders.ts'
import type { PaymentRail } from './payment-rail.ts'
import type { ReceivedHeaders } from './signed-message.ts'

/** One message that a channel pushed; its number is the channel's own, the same however often it is sent. */
export interface ChannelPush {
  eventId: string
  order: ChannelOrderBody
}

export interface OrderPage {
  orders: ChannelOrderBody[]
  /** Where the next page begins; null on the last one. */
  cursor: string | null
}

/** A platform in whose rooms our pieces are sold, as we want to talk with it. */
export interface ChannelGateway extends Pick<PaymentRail, 'refund' | 'queryRefund'> {
  channel: Channel
  /** Throws `signature_invalid` for a wrong, missing or old signature, and `bad_request` for an honest message that we do not understand. */
  verifyPush(headers: ReceivedHeaders, rawBody: Buffer): ChannelPush
  /**
   * Orders that changed between two moments, oldest change first: at most seven days at once, at most ninety days back, at most a hundred on a page.
   * Rejects when there is no answer within seconds.
   */
  listOrders(asked: { from: Date; until: Date; cursor: string | null; pageSize: number }): Promise<OrderPage>
  /** Takes goods off there; the same number again is the same answer. Rejects when there is no answer. */
  unlist(goods: {
    requestNo: string
    goodsNo: string
    skuNo: string
  }): Promise<{ outcome: 'off' } | { outcome: 'refused'; reason: string }>
}
