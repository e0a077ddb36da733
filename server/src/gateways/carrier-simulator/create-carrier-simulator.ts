import { PARCEL_STATES } from '@haowu/shared/carriers.ts'
import { type Carrier, CARRIERS } from '@haowu/shared/orders.ts'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { CarrierEvent, CarrierGateway } from '../carrier.ts'
import { openMessage } from '../signed-message.ts'
import { parcelEvents } from './parcel-route.ts'

const MOST_EVENTS = 100

const pushBody = z.strictObject({
  carrier: z.enum(CARRIERS),
  events: z
    .array(
      z.strictObject({
        eventNo: z.string().min(1).max(64),
        trackingNo: z.string().regex(/^[0-9A-Z-]{6,40}$/),
        kind: z.enum(PARCEL_STATES),
        happenedAt: z.iso.datetime({ offset: true }).transform(text => new Date(text)),
        place: z.string().max(100),
      }),
    )
    .min(1)
    .max(MOST_EVENTS),
})

export interface CarrierSimulatorSettings {
  db: Db
  /** With which pushed messages are signed. */
  secret: Buffer
}

/** Carriers that collect, carry and deliver what suppliers hand over, by the database's clock. */
export function createCarrierSimulator({ db, secret }: CarrierSimulatorSettings): CarrierGateway {
  return {
    trackParcel: parcel => scansSoFar(db, parcel),
    verifyPush(headers, rawBody) {
      const parsed = pushBody.safeParse(openMessage(secret, headers, rawBody))
      if (!parsed.success) throw new DomainError('bad_request', { what: 'push' })
      const { carrier, events } = parsed.data
      return events.map((event): CarrierEvent => ({ carrier, ...event }))
    },
  }
}

/** The newest comes first, and the newest is told twice. */
async function scansSoFar(
  db: Db,
  { carrier, trackingNo }: { carrier: Carrier; trackingNo: string },
): Promise<CarrierEvent[]> {
  const handed = await db
    .selectFrom('shipment')
    .select(['shippedAt', sql<Date>`app_now()`.as('now')])
    .where('carrier', '=', carrier)
    .where('trackingNo', '=', trackingNo)
    .executeTakeFirst()
  if (!handed) return []
  const events = parcelEvents({ carrier, trackingNo, handedOverAt: handed.shippedAt })
    .filter(({ happenedAt }) => happenedAt <= handed.now)
    .toReversed()
  return [...events.slice(0, 1), ...events]
}
