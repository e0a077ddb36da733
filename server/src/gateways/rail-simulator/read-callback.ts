import { fenText } from '@haowu/shared/money.ts'
import { z } from 'zod'
import { DomainError } from '#domain/domain-error.ts'
import type { RailEvent } from '../payment-rail.ts'
import { openMessage, type ReceivedHeaders } from '../signed-message.ts'

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

/** Throws `signature_invalid` or, for an honest message that we do not understand, `bad_request`. */
export function verifyCallback(secret: Buffer, headers: ReceivedHeaders, rawBody: Buffer): RailEvent {
  const parsed = callbackBody.safeParse(openMessage(secret, headers, rawBody))
  if (!parsed.success) throw new DomainError('bad_request', { what: 'callback' })
  return { id: String(headers['webhook-id']), ...parsed.data }
}
