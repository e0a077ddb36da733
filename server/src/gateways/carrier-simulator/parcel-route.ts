import { createHash } from 'node:crypto'
import type { ParcelState } from '@haowu/shared/carriers.ts'
import type { Carrier } from '@haowu/shared/orders.ts'
import type { CarrierEvent } from '../carrier.ts'

export interface Scan {
  kind: ParcelState
  happenedAt: Date
  place: string
}

const HOUR_MS = 3_600_000
const HUBS = ['上海转运中心', '杭州转运中心', '郑州转运中心', '广州转运中心', '武汉转运中心', '成都转运中心']

/**
 * All that will ever be scanned of a parcel. The number alone decides its way, so that asking twice gives the same: most are there within
 * one to three days, one in thirty is held up for a day, and one in sixty comes back to its sender.
 */
export function parcelRoute(trackingNo: string, handedOverAt: Date): Scan[] {
  const luck = createHash('sha256').update(trackingNo).digest()
  const byte = (at: number) => luck[at] ?? 0
  const after = (hours: number) => new Date(handedOverAt.getTime() + hours * HOUR_MS)
  const hub = (at: number) => HUBS[byte(at) % HUBS.length] ?? ''
  const collected = 1 + (byte(0) % 5)
  const first = collected + 4 + (byte(1) % 8)
  const second = first + 8 + (byte(2) % 12)
  const scans: Scan[] = [
    { kind: 'accepted', happenedAt: after(collected), place: '揽收网点' },
    { kind: 'in_transit', happenedAt: after(first), place: hub(3) },
    { kind: 'in_transit', happenedAt: after(second), place: hub(4) },
  ]
  let end = second + 6 + (byte(5) % 18)
  scans.push({ kind: 'out_for_delivery', happenedAt: after(end - 3), place: '派送网点' })
  if (byte(6) % 30 === 0) {
    scans.push({ kind: 'exception', happenedAt: after(end), place: '派送网点' })
    end += 24
  }
  const isReturned = byte(7) % 60 === 0
  scans.push(
    isReturned
      ? { kind: 'returned', happenedAt: after(end + 48), place: '寄件网点' }
      : { kind: 'delivered', happenedAt: after(end), place: '派送网点' },
  )
  return scans
}

export interface HandedOver {
  carrier: Carrier
  trackingNo: string
  /** The carrier was there, so it knows when. */
  handedOverAt: Date
}

/** The same as its carrier numbers and tells it, asked or not. */
export function parcelEvents({ carrier, trackingNo, handedOverAt }: HandedOver): CarrierEvent[] {
  return parcelRoute(trackingNo, handedOverAt).map((scan, at) => ({
    carrier,
    trackingNo,
    eventNo: `${trackingNo}-${at}`,
    ...scan,
  }))
}
