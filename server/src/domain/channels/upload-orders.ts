import { type OrderRowProblem, readOrderRows } from './read-order-rows.ts'
import { type ReceiveDeps, receiveOrders } from './receive-orders.ts'

export interface UploadedOrders {
  /** Taken now, or to be taken when this was only a look. */
  ready: number
  /** Told before, word for word. */
  known: number
  problems: OrderRowProblem[]
}

/**
 * A streamer's file of orders of his rooms elsewhere: all of its lines are taken, or none as long as one has a problem. Without `write` it
 * only looks. The same file again changes nothing.
 */
export async function uploadOrders(
  deps: ReceiveDeps,
  { streamerId, bytes, write }: { streamerId: string; bytes: Buffer; write: boolean },
): Promise<UploadedOrders> {
  const { orders, problems } = await readOrderRows(bytes)
  if (!write || problems.length > 0) return { ready: orders.length, known: 0, problems }
  const kept = await receiveOrders(deps, {
    channel: 'kuaishou',
    orders,
    from: { source: 'file', partyId: streamerId },
  })
  return { ready: kept.fresh, known: kept.known, problems }
}
