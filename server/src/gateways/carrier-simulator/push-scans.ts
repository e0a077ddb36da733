import type { Carrier } from '@haowu/shared/orders.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { CarrierEvent } from '../carrier.ts'
import { type Receiver, sendMessage } from '../send-message.ts'
import { parcelEvents } from './parcel-route.ts'

/** The carriers that tell by themselves; the others have to be asked. */
const PUSHING: Carrier[] = ['sf', 'jd']
const MOST_PARCELS = 200
const DAYS_TOLD = 30

/**
 * Tells every scan between `since` and now, each parcel by a message of its own that is sent twice, the newest scan first. Nothing is told
 * when it looks for the first time. Answers until when it has told.
 */
export async function pushScans(db: Db, receiver: Receiver, since: Date | null): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`SELECT app_now() AS now`.execute(db)
  const now = rows[0]?.now ?? new Date()
  if (since === null) return now
  for (const parcel of await underWay(db)) {
    const events = parcelEvents(parcel)
      .filter(({ happenedAt }) => happenedAt > since && happenedAt <= now)
      .toReversed()
    if (events.length > 0) await send(receiver, events)
  }
  return now
}

async function underWay(db: Db): Promise<{ carrier: Carrier; trackingNo: string; handedOverAt: Date }[]> {
  return db
    .selectFrom('shipment')
    .select(['trackingNo', 'shippedAt as handedOverAt', sql<Carrier>`carrier`.as('carrier')])
    .where('carrier', 'in', PUSHING)
    .where('shippedAt', '>', sql<Date>`app_now() - ${DAYS_TOLD} * interval '1 day'`)
    .where(sql<boolean>`(parcel_state IS NULL OR parcel_state NOT IN ('delivered', 'returned'))`)
    .orderBy('shippedAt', 'desc')
    .limit(MOST_PARCELS)
    .execute()
}

/** A message that nobody takes is not sent again: whoever missed it asks. */
async function send(receiver: Receiver, events: CarrierEvent[]): Promise<void> {
  const [{ carrier, eventNo } = { carrier: 'other', eventNo: '' }] = events
  const body = JSON.stringify({ carrier, events: events.map(({ carrier: _, ...event }) => event) })
  await sendMessage(receiver, { id: `push-${eventNo}`, body, copies: 2 })
}
