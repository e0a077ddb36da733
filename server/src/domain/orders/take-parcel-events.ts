import type { ParcelState } from '@haowu/shared/carriers.ts'
import type { Db } from '#db/database.ts'
import { lockParcels, type Parcel, settleParcel } from './parcel.ts'

export interface ToldScan extends Parcel {
  eventNo: string
  kind: ParcelState
  happenedAt: Date
  place: string
}

/**
 * Keeps what a carrier told, once each however often it is told, and lets the orders follow. A parcel that no supplier has
 * named yet is kept until one does. Returns how many scans were new.
 */
export async function takeParcelEvents({ db }: { db: Db }, events: readonly ToldScan[]): Promise<number> {
  return db.transaction().execute(async trx => {
    const parcels = [
      ...new Map(events.map(event => [`${event.carrier}:${event.trackingNo}`, event])).values(),
    ]
    await lockParcels(trx, parcels)
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('parcelEvent')
      .values(
        events.map(({ carrier, eventNo, trackingNo, kind, happenedAt, place }) => ({
          carrier,
          eventNo,
          trackingNo,
          kind,
          happenedAt,
          place,
        })),
      )
      .onConflict(conflict => conflict.columns(['carrier', 'eventNo']).doNothing())
      .executeTakeFirstOrThrow()
    for (const { carrier, trackingNo } of parcels) await settleParcel(trx, { carrier, trackingNo })
    return Number(numInsertedOrUpdatedRows)
  })
}
