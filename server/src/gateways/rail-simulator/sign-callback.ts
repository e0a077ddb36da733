import { fenText } from '@haowu/shared/money.ts'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { z } from 'zod'
import { DomainError } from '#domain/domain-error.ts'
import type { RailEvent } from '../payment-rail.ts'

const amountFen = fenText.transform(BigInt)
const refund = { outTradeNo: z.string(), outRefundNo: z.string(), amountFen }
const transfer = {
  outTransferNo: z.string(),
  transferId: z.string(),
  amountFen,
  failReason: z.string().nullable(),
}

const callbackBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('payment.succeeded'),
    outTradeNo: z.string(),
    transactionId: z.string(),
    amountFen,
  }),
  z.strictObject({ kind: z.enum(['refund.succeeded', 'refund.failed']), ...refund }),
  z.strictObject({ kind: z.enum(['transfer.succeeded', 'transfer.failed']), ...transfer }),
])

/** An event as the rail writes it: amounts as text. */
export type CallbackBody = z.input<typeof callbackBody>

export type CallbackHeaders = Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>

/** Headers after Standard Webhooks; the moment of sending is signed too, so an old message cannot be sent again later. */
export function signCallback(
  secret: Buffer,
  { id, body, at = new Date() }: { id: string; body: string; at?: Date },
): CallbackHeaders {
  return {
    'webhook-id': id,
    'webhook-timestamp': Math.floor(at.getTime() / 1000).toString(),
    'webhook-signature': new Webhook(secret, { format: 'raw' }).sign(id, at, body),
  }
}

/** Throws `signature_invalid` or, for an honest message that we do not understand, `bad_request`. */
export function verifyCallback(
  secret: Buffer,
  headers: Record<string, string | string[] | undefined>,
  rawBody: Buffer,
): RailEvent {
  const single = Object.entries(headers).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  const message = openMessage(secret, Object.fromEntries(single), rawBody)
  const parsed = callbackBody.safeParse(message)
  if (!parsed.success) throw new DomainError('bad_request', { what: 'callback' })
  return { id: String(headers['webhook-id']), ...parsed.data }
}

function openMessage(secret: Buffer, headers: Record<string, string>, rawBody: Buffer): unknown {
  try {
    return new Webhook(secret, { format: 'raw' }).verify(rawBody, headers)
  } catch (error) {
    if (error instanceof WebhookVerificationError) throw new DomainError('signature_invalid')
    // The signature was right but the body is not JSON, or a header was of a shape the library does not expect.
    throw new DomainError(error instanceof SyntaxError ? 'bad_request' : 'signature_invalid')
  }
}
