import type { Database, Transaction } from '#db/database.ts'
import { type Share, type ShareRole, splitOrder } from '#domain/commission/split-order.ts'
import { type Terms, termsSchema } from '#domain/commission/terms.ts'
import { saleSplit } from '#domain/ledger/sale-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { insertAccruals, markSplit } from './accrual-store.ts'

/** What a division needs of an order; its escrow holds what was paid and what the platform added. */
export interface UnsplitOrder {
  orderId: string
  supplierId: string
  streamerId: string
  listFen: bigint
  supplierDiscountFen: bigint
  platformDiscountFen: bigint
  streamerDiscountFen: bigint
  freightFen: bigint
  paidFen: bigint
  terms: unknown
}

/**
 * Divides orders that the caller has locked and that nobody has divided: accruals with their arithmetic, escrow to what each
 * earner has pending, and the mark on the order. Throws for terms or amounts that cannot be divided.
 */
export async function divideOrders(
  trx: Transaction<Database>,
  platformId: string,
  orders: UnsplitOrder[],
): Promise<void> {
  const splits = orders.map(order => ({ orderId: order.orderId, shares: shareOut(order, platformId) }))
  await insertAccruals(trx, splits)
  await markSplit(
    trx,
    orders.map(({ orderId }) => orderId),
  )
  // Last, because every sale waits for the balances of the same few accounts.
  await postEntries(
    trx,
    splits.map(split => saleSplit(split)),
  )
}

export interface PartyShare extends Share {
  partyId: string
}

/** The shares of one order with the parties that get them. Throws for terms or amounts that cannot be divided. */
function shareOut(order: UnsplitOrder, platformId: string): PartyShare[] {
  const terms = termsSchema.parse(order.terms)
  const { shares, totalFen } = splitOrder({
    listFen: order.listFen,
    discounts: {
      supplierFen: order.supplierDiscountFen,
      platformFen: order.platformDiscountFen,
      streamerFen: order.streamerDiscountFen,
    },
    freightFen: order.freightFen,
    terms,
  })
  if (totalFen !== order.paidFen + order.platformDiscountFen) {
    throw new RangeError(`the shares of ${order.orderId} add up to ${totalFen}, not to what is in escrow`)
  }
  return shares.map(share => ({ ...share, partyId: earner(share.role, order, { terms, platformId }) }))
}

function earner(
  role: ShareRole,
  order: UnsplitOrder,
  { terms, platformId }: { terms: Terms; platformId: string },
): string {
  const parties = {
    supplier: order.supplierId,
    streamer: order.streamerId,
    agency: terms.agencyId,
    leader: terms.leaderId,
    platform: platformId,
  } satisfies Record<ShareRole, string | null>
  const partyId = parties[role]
  if (partyId === null) throw new RangeError(`order ${order.orderId} has a share for nobody: ${role}`)
  return partyId
}
