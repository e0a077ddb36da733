import { PARCEL_STATES } from '@haowu/shared/carriers.ts'
import { CARRIERS } from '@haowu/shared/orders.ts'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { z } from 'zod'
import { DomainError } from '#domain/domain-error.ts'
import type { CarrierEvent, CarrierGateway } from '../carrier.ts'

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
export type PushBody = z.input<typeof pushBody>

/** Headers after Standard Webhooks; the moment of sending is signed too, so that an old message cannot be sent again later. */
export function signPush(
  secret: Buffer,
  { id, body, at = new Date() }: { id: string; body: string; at?: Date },
): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': Math.floor(at.getTime() / 1000).toString(),
    'webhook-signature': new Webhook(secret, { format: 'raw' }).sign(id, at, body),
  }
}

export function createCarrierSimulator(secret: Buffer): CarrierGateway {
  return {
    verifyPush(headers, rawBody) {
      const parsed = pushBody.safeParse(openPush(secret, headers, rawBody))
      if (!parsed.success) throw new DomainError('bad_request', { what: 'push' })
      const { carrier, events } = parsed.data
      return events.map((event): CarrierEvent => ({ carrier, ...event }))
    },
  }
}

function openPush(
  secret: Buffer,
  headers: Record<string, string | string[] | undefined>,
  rawBody: Buffer,
): unknown {
  const single = Object.entries(headers).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  try {
    return new Webhook(secret, { format: 'raw' }).verify(rawBody, Object.fromEntries(single))
  } catch (error) {
    if (error instanceof WebhookVerificationError) throw new DomainError('signature_invalid')
    throw new DomainError(error instanceof SyntaxError ? 'bad_request' : 'signature_invalid')
  }
}
