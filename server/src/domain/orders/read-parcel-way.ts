import type { ParcelState } from '@haowu/shared/carriers.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface WayPoint {
  kind: ParcelState
  happenedAt: Date
  place: string
}

const MOST_POINTS = 50

/** What its carrier has told of an order's parcel, newest first. */
export async function readParcelWay(db: Db, { orderId }: { orderId: string }): Promise<WayPoint[]> {
  return db
    .selectFrom('shipment')
    .innerJoin('parcelEvent', join =>
      join
        .onRef('parcelEvent.carrier', '=', 'shipment.carrier')
        .onRef('parcelEvent.trackingNo', '=', 'shipment.trackingNo'),
    )
    .select([sql<ParcelState>`parcel_event.kind`.as('kind'), 'parcelEvent.happenedAt', 'parcelEvent.place'])
    .where('shipment.orderId', '=', orderId)
    .orderBy('parcelEvent.happenedAt', 'desc')
    .limit(MOST_POINTS)
    .execute()
}
