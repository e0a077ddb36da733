import type { Database, Db, Transaction } from '#db/database.ts'
import { type Share, type ShareRole, splitOrder } from '#domain/commission/split-order.ts'
import { type Terms, termsSchema } from '#domain/commission/terms.ts'
import { saleSplit } from '#domain/ledger/entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { readPlatformId } from '#domain/parties/read-platform.ts'
import { type OrderProblem, runInBatches } from './run-in-batches.ts'
import { insertAccruals, lockUnsplit, markSplit, type UnsplitOrder } from './split-store.ts'

const BATCH = 200

export interface SplitRun {
  split: number
  /** Orders that could not be split; they hold up nobody else and are looked at again by the next run. */
  problems: OrderProblem[]
}

/**
 * Divides every paid order that is not divided yet among those who earn from it, by the terms frozen on the order: what each
 * earned is written with its arithmetic, the order's escrow moves to what they have pending, and the order is marked, all in
 * one transaction per batch. Each order is split exactly once, however many runs there are and wherever one of them dies.
 */
export async function splitDue({ db }: { db: Db }): Promise<SplitRun> {
  const platformId = await readPlatformId(db)
  const { done, problems } = await runInBatches(db, {
    batch: BATCH,
    take: lockUnsplit,
    act: (trx, orders) => splitOrders(trx, platformId, orders),
  })
  return { split: done, problems }
}

async function splitOrders(
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
export function shareOut(order: UnsplitOrder, platformId: string): PartyShare[] {
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
