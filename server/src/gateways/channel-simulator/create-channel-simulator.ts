import { channelOrderBody, channelNo } from '@haowu/shared/channel-orders.ts'
import { z } from 'zod'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { ChannelGateway } from '../channel.ts'
import { openMessage } from '../signed-message.ts'
import { listShopOrders } from './list-shop-orders.ts'
import { askShopRefund, refundInShop } from './refund-in-shop.ts'
import { unlistInShop } from './unlist-in-shop.ts'

/** What may go wrong on the way to the channel, call by call. */
export type ChannelFault = 'call_lost' | 'answer_lost' | 'refused'

export interface ChannelSimulatorSettings {
  db: Db
  /** With which pushed messages are signed. */
  secret: Buffer
  fault?: (call: 'unlist' | 'refund' | 'list') => ChannelFault | undefined
}

const pushBody = z.strictObject({
  eventId: channelNo,
  event: z.enum(['order_created', 'order_paid', 'order_changed', 'order_refunded']),
  order: channelOrderBody,
})

/** A shop on Kuaishou that is ours, with its orders, goods and refunds, by the database's clock. */
export function createChannelSimulator({ db, secret, fault }: ChannelSimulatorSettings): ChannelGateway {
  return {
    channel: 'kuaishou',
    verifyPush(headers, rawBody) {
      const parsed = pushBody.safeParse(openMessage(secret, headers, rawBody))
      if (!parsed.success) throw new DomainError('bad_request', { what: 'push' })
      const { eventId, order } = parsed.data
      return { eventId, order }
    },
    listOrders(asked) {
      if (fault?.('list')) return Promise.reject(new Error('the channel gave no answer'))
      return listShopOrders(db, asked)
    },
    unlist: goods => unlistInShop(db, goods, fault?.('unlist')),
    refund: refund => refundInShop(db, refund, fault?.('refund')),
    queryRefund: outRefundNo => askShopRefund(db, outRefundNo),
  }
}
