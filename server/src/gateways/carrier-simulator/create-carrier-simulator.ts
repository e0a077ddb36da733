import { PARCEL_STATES } from '@haowu/shared/carriers.ts'
import { CARRIERS } from '@haowu/shared/orders.ts'
import { z } from 'zod'
import { DomainError } from '#domain/domain-error.ts'
import type { CarrierEvent, CarrierGateway } from '../carrier.ts'
import { openMessage } from '../signed-message.ts'

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

export function createCarrierSimulator(secret: Buffer): CarrierGateway {
  return {
    verifyPush(headers, rawBody) {
      const parsed = pushBody.safeParse(openMessage(secret, headers, rawBody))
      if (!parsed.success) throw new DomainError('bad_request', { what: 'push' })
      const { carrier, events } = parsed.data
      return events.map((event): CarrierEvent => ({ carrier, ...event }))
    },
  }
}
