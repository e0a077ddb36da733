import { carrierNamed, detectCarrier } from '@haowu/shared/carriers.ts'
import { type Carrier, shipOrderInput } from '@haowu/shared/orders.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { lockParcels } from './parcel.ts'
import type { TrackingRow } from './read-tracking-rows.ts'
import { shipLocked } from './ship-order.ts'

/** What is wrong with a line; screens say what to do about each. */
export type TrackingProblem =
  | 'order_unknown'
  | 'order_state'
  | 'order_twice'
  | 'carrier_name'
  | 'carrier_unknown'
  | 'tracking_form'
  | 'tracking_twice'
  | 'tracking_taken'

export interface ShippedMany {
  /** Told now, or to be told when this was only a look. */
  ready: number
  /** Lines whose parcel was told before. */
  known: number
  problems: { line: number; orderNo: string; trackingNo: string; problem: TrackingProblem }[]
}

interface Known {
  orderId: string
  state: string
  carrier: string | null
  trackingNo: string | null
}

/**
 * Ships many orders by one table: all of them, or none as long as one line has a problem. Without `write` it only looks.
 * The same table again changes nothing.
 */
export async function shipMany(
  { db }: { db: Db },
  { supplierId, rows, write }: { supplierId: string; rows: readonly TrackingRow[]; write: boolean },
): Promise<ShippedMany> {
  const drafts = rows.map(row => ({ ...row, ...readParcel(row) }))
  return db.transaction().execute(async trx => {
    await lockParcels(
      trx,
      drafts.flatMap(({ carrier: of, trackingNo }) => (of ? [{ carrier: of, trackingNo }] : [])),
    )
    const orders = await lockOrders(trx, { supplierId, nos: rows.map(({ orderNo }) => orderNo) })
    const taken = await findTaken(
      trx,
      drafts.map(({ trackingNo }) => trackingNo),
    )
    const seen = new Set<string>()
    const result: ShippedMany = { ready: 0, known: 0, problems: [] }
    const ships: { orderId: string; carrier: Carrier; trackingNo: string }[] = []
    for (const draft of drafts) {
      const order = orders.get(draft.orderNo)
      const judged = judge(draft, { order, taken, seen })
      seen.add(`order:${draft.orderNo}`).add(`parcel:${draft.carrier}:${draft.trackingNo}`)
      const { line, orderNo, trackingNo, carrier } = draft
      if (judged === 'known') result.known++
      else if (judged !== 'ready') result.problems.push({ line, orderNo, trackingNo, problem: judged })
      else if (order && carrier) ships.push({ orderId: order.orderId, carrier, trackingNo })
    }
    result.ready = ships.length
    if (write && result.problems.length === 0)
      for (const ship of ships) await shipLocked(trx, { supplierId, ...ship })
    return result
  })
}

function readParcel({ carrier, trackingNo }: TrackingRow): {
  carrier: Carrier | null
  problem: TrackingProblem | null
} {
  if (!shipOrderInput.shape.trackingNo.safeParse(trackingNo).success)
    return { carrier: null, problem: 'tracking_form' }
  const named = carrier === '' ? detectCarrier(trackingNo) : carrierNamed(carrier)
  if (named) return { carrier: named, problem: null }
  return { carrier: null, problem: carrier === '' ? 'carrier_unknown' : 'carrier_name' }
}

interface Draft {
  orderNo: string
  trackingNo: string
  carrier: Carrier | null
  problem: TrackingProblem | null
}

function judge(
  { orderNo, trackingNo, carrier, problem }: Draft,
  by: { order: Known | undefined; taken: ReadonlyMap<string, string>; seen: ReadonlySet<string> },
): TrackingProblem | 'ready' | 'known' {
  const { order, taken, seen } = by
  if (!order) return 'order_unknown'
  if (seen.has(`order:${orderNo}`)) return 'order_twice'
  if (problem) return problem
  if (order.carrier === carrier && order.trackingNo === trackingNo) return 'known'
  if (order.state !== 'paid') return 'order_state'
  const parcel = `${carrier}:${trackingNo}`
  if (seen.has(`parcel:${parcel}`)) return 'tracking_twice'
  return taken.has(parcel) ? 'tracking_taken' : 'ready'
}

async function lockOrders(
  trx: Transaction<Database>,
  { supplierId, nos }: { supplierId: string; nos: string[] },
): Promise<Map<string, Known>> {
  const rows = await trx
    .selectFrom('orders')
    .leftJoin('shipment', 'shipment.orderId', 'orders.id')
    .select(['orders.no', 'orders.id as orderId', 'orders.state', 'shipment.carrier', 'shipment.trackingNo'])
    .where('orders.supplierId', '=', supplierId)
    .where('orders.no', 'in', nos)
    .orderBy('orders.id')
    .forUpdate('orders')
    .execute()
  return new Map(rows.map(({ no, ...order }) => [no, order]))
}

async function findTaken(
  trx: Transaction<Database>,
  trackingNos: string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await trx
    .selectFrom('shipment')
    .select(['carrier', 'trackingNo', 'orderId'])
    .where('trackingNo', 'in', trackingNos)
    .execute()
  return new Map(rows.map(({ carrier, trackingNo, orderId }) => [`${carrier}:${trackingNo}`, orderId]))
}
