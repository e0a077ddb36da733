import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { DomainError } from '#domain/domain-error.ts'

export type SignedHeaders = Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>
export type ReceivedHeaders = Record<string, string | string[] | undefined>

/** Headers after Standard Webhooks; the moment of sending is signed too, so that an old message cannot be sent again later. */
export function signMessage(
  secret: Buffer,
  { id, body, at = new Date() }: { id: string; body: string; at?: Date },
): SignedHeaders {
  return {
    'webhook-id': id,
    'webhook-timestamp': Math.floor(at.getTime() / 1000).toString(),
    'webhook-signature': new Webhook(secret, { format: 'raw' }).sign(id, at, body),
  }
}

/** What was signed, as JSON. Throws `signature_invalid`, or `bad_request` for an honest message that is not JSON. */
export function openMessage(secret: Buffer, headers: ReceivedHeaders, rawBody: Buffer): unknown {
  const single = Object.entries(headers).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  try {
    return new Webhook(secret, { format: 'raw' }).verify(rawBody, Object.fromEntries(single))
  } catch (error) {
    if (error instanceof WebhookVerificationError) throw new DomainError('signature_invalid')
    // The signature was right but the body is not JSON, or a header was of a shape the library does not expect.
    throw new DomainError(error instanceof SyntaxError ? 'bad_request' : 'signature_invalid')
  }
}
