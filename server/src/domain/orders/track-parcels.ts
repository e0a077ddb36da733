import type { Carrier } from '@haowu/shared/orders.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { CarrierGateway } from '#gateways/carrier.ts'
import { takeParcelEvents } from './take-parcel-events.ts'

/** A parcel moves a few times a day; asking more often tells nobody more. */
const HOURS_BETWEEN = 1
/** After so long without a word its carrier has lost it, or never had it. */
const DAYS_ASKED = 30
const AT_ONCE = 4

/**
 * Asks the carriers of up to `limit` parcels that are under way where they are, each again after an hour, and keeps what they tell. One that
 * does not answer is asked again with the next turn; what cannot be kept of one keeps no other from its turn, and is thrown at the end.
 * Returns how many were asked, and how many of them gave no answer.
 */
export async function trackParcels(
  { db, carriers }: { db: Db; carriers: CarrierGateway },
  { limit }: { limit: number },
): Promise<{ asked: number; failed: number }> {
  const due = await claimDue(db, limit)
  let failed = 0
  const failures: unknown[] = []
  for (let at = 0; at < due.length; at += AT_ONCE)
    await Promise.all(
      due.slice(at, at + AT_ONCE).map(async parcel => {
        const events = await carriers.trackParcel(parcel).catch(() => null)
        if (events === null) failed += 1
        else if (events.length > 0)
          await takeParcelEvents({ db }, events).catch(error => failures.push(error))
      }),
    )
  if (failures.length > 0) throw new AggregateError(failures, 'what carriers told could not be kept')
  return { asked: due.length, failed }
}

/** Marks them as asked before they are: two that look at once share the work, and a carrier that is down is not asked without a pause. */
async function claimDue(db: Db, limit: number): Promise<{ carrier: Carrier; trackingNo: string }[]> {
  const { rows } = await sql<{ carrier: Carrier; trackingNo: string }>`
    UPDATE shipment SET asked_at = app_now() WHERE order_id IN (
      SELECT order_id FROM shipment
      WHERE (parcel_state IS NULL OR parcel_state NOT IN ('delivered', 'returned')) AND carrier <> 'other'
        AND (asked_at IS NULL OR asked_at <= app_now() - ${HOURS_BETWEEN} * interval '1 hour')
        AND shipped_at > app_now() - ${DAYS_ASKED} * interval '1 day'
      ORDER BY asked_at NULLS FIRST LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING carrier, tracking_no
  `.execute(db)
  return rows
}
