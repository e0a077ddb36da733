import type { ParcelState } from '@haowu/shared/carriers.ts'
import type { Carrier } from '@haowu/shared/orders.ts'

/** One scan of a parcel as its carrier tells it. The number is the carrier's own, the same however often it is told. */
export interface CarrierEvent {
  carrier: Carrier
  eventNo: string
  trackingNo: string
  kind: ParcelState
  happenedAt: Date
  place: string
}

/** The carriers, as we want to talk with them. */
export interface CarrierGateway {
  /** Every scan of a parcel so far, in any order, some perhaps twice; none for a number its carrier has never seen. Rejects when there is no answer within seconds. */
  trackParcel(parcel: { carrier: Carrier; trackingNo: string }): Promise<CarrierEvent[]>
  /** The scans of a pushed message. Throws `signature_invalid`, or `bad_request` for an honest one that we do not understand. */
  verifyPush(headers: Record<string, string | string[] | undefined>, rawBody: Buffer): CarrierEvent[]
}
