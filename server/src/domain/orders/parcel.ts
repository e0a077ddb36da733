import type { Carrier } from '@haowu/shared/orders.ts'
import { PARCEL_STATES, type ParcelState } from '@haowu/shared/carriers.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'

export interface Parcel {
  carrier: Carrier
  trackingNo: string
}

export interface ParcelScan {
  kind: ParcelState
  happenedAt: Date
}

/** What a parcel's scans mean, in whatever order they were told: its newest state, and when it was first delivered. */
export function foldScans(scans: readonly ParcelScan[]): {
  state: ParcelState | null
  deliveredAt: Date | null
} {
  let newest: ParcelScan | null = null
  let delivered: Date | null = null
  for (const scan of scans) {
    if (newest === null || isLater(scan, newest)) newest = scan
    if (scan.kind === 'delivered' && (delivered === null || scan.happenedAt < delivered))
      delivered = scan.happenedAt
  }
  return { state: newest?.kind ?? null, deliveredAt: delivered }
}

/** Of the same moment, what comes further on the way of a parcel counts. */
function isLater(a: ParcelScan, b: ParcelScan): boolean {
  const [at, bt] = [a.happenedAt.getTime(), b.happenedAt.getTime()]
  return at === bt ? PARCEL_STATES.indexOf(a.kind) > PARCEL_STATES.indexOf(b.kind) : at > bt
}

/** One hand at a parcel at a time: what its carrier says and what its supplier says take turns, though neither has a row yet. */
export async function lockParcels(trx: Transaction<Database>, parcels: readonly Parcel[]): Promise<void> {
  const names = [...new Set(parcels.map(({ carrier, trackingNo }) => `${carrier}:${trackingNo}`))].sort()
  for (const name of names)
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`parcel:${name}`}, 0))`.execute(trx)
}

/** Writes on the order what its parcel's scans say by now; the parcel is locked, and so is nothing of another order. */
export async function settleParcel(
  trx: Transaction<Database>,
  { carrier, trackingNo }: Parcel,
): Promise<void> {
  const shipment = await trx
    .selectFrom('shipment')
    .innerJoin('orders', 'orders.id', 'shipment.orderId')
    .select('shipment.orderId')
    .where('shipment.carrier', '=', carrier)
    .where('shipment.trackingNo', '=', trackingNo)
    .forUpdate('orders')
    .executeTakeFirst()
  if (!shipment) return
  const { orderId } = shipment
  const scans = await trx
    .selectFrom('parcelEvent')
    .select(['kind', 'happenedAt'])
    .where('carrier', '=', carrier)
    .where('trackingNo', '=', trackingNo)
    .execute()
  const { state, deliveredAt } = foldScans(scans as ParcelScan[])
  await trx.updateTable('shipment').set({ parcelState: state }).where('orderId', '=', orderId).execute()
  if (deliveredAt === null) return
  // A carrier's clock neither starts ours before the parcel left nor in the future; a clock that has ended stays as it ended.
  await trx
    .updateTable('orders')
    .set({ deliveredAt: sql`greatest(shipped_at, least(${deliveredAt}::timestamptz, app_now()))` })
    .where('id', '=', orderId)
    .where('state', '=', 'shipped')
    .execute()
}
