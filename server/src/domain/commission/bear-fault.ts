import type { Fault } from '@haowu/shared/orders.ts'
import type { Db } from '#db/database.ts'
import { readRule, readRules } from '#domain/rules/read-rules.ts'
import type { ShareRole } from './split-order.ts'

export interface Bearing {
  /** The fault by which the refund is booked: after the windows it is `late`, whatever it was. */
  fault: Fault
  /** Who makes good what the others lost; null when everybody bears his own part. */
  bearer: 'supplier' | 'streamer' | 'platform' | null
  innocents: ReadonlySet<ShareRole>
}

export interface DecidedFault {
  fault: Fault
  goodsKept: boolean
  /** Shanghai days since the parcel was received; 0 before. */
  daysSinceReceipt: number
}

/**
 * Whose money a refund is in the end, by the dated rules `clawback_window` and `fault_bearing`: without a fault each earner gives
 * back his part within some days of the receipt, with a fault within many more; after that, and where somebody was at fault,
 * the bearer makes good what the innocent gave.
 */
export async function bearFault(
  db: Db,
  { fault, goodsKept, daysSinceReceipt }: DecidedFault,
): Promise<Bearing> {
  const { value: window } = await readRule(db, 'clawback_window')
  const most = fault === 'none' ? window.noFaultDays : window.fraudDays
  const booked = daysSinceReceipt > most ? 'late' : fault
  const { fault_bearing } = await readRules(db, { fault_bearing: booked })
  const { bearer, kept, returned } = fault_bearing.value
  const innocents = new Set<ShareRole>(goodsKept ? kept : returned)
  if (bearer !== null) innocents.delete(bearer)
  return { fault: booked, bearer, innocents: bearer === null ? new Set() : innocents }
}
