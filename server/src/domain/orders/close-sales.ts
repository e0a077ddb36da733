import type { Database, Transaction } from '#db/database.ts'
import { closeListings } from '#domain/catalog/close-listings.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { saleCaptured } from '#domain/ledger/sale-entries.ts'
import type { AnyAnnouncement } from '#domain/outbox/announce.ts'
import { sellLiveHolds } from '#domain/picks/sell-live-holds.ts'
import { type LockedOrder, moveOrders } from './order-store.ts'
import { tellSold } from './tell-room.ts'

/**
 * What follows from sales that were just confirmed, for all of them together: the orders are paid, their live holds and what
 * was listed elsewhere end, `order_paid` is announced, the rooms are told, the money stands in escrow.
 */
export async function closeSales(trx: Transaction<Database>, orders: readonly LockedOrder[]): Promise<void> {
  if (orders.length === 0) return
  const orderIds = orders.map(order => order.orderId)
  await moveOrders(trx, { orderIds, from: 'checkout', to: 'paid', stamp: 'paidAt' })
  await sellLiveHolds(
    trx,
    orders.map(order => order.liveHoldId),
    orderIds.map(
      (orderId): AnyAnnouncement => ({
        kind: 'order_paid',
        key: `order:${orderId}:paid`,
        payload: { orderId },
      }),
    ),
  )
  await closeListings(
    trx,
    orders.map(order => order.itemId),
  )
  await tellSold(trx, orders)
  // Last, because every sale waits for the balances of the same few accounts.
  await postEntries(
    trx,
    orders.map(({ orderId, paidFen, platformDiscountFen }) =>
      saleCaptured({ orderId, paidFen, platformDiscountFen }),
    ),
  )
}
