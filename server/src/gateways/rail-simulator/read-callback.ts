import { fenText } from '@haowu/shared/money.ts'
import { z } from 'zod'
import { DomainError } from '#domain/domain-error.ts'
import type { RailEvent } from '../payment-rail.ts'
import { openMessage, type ReceivedHeaders } from '../signed-message.ts'

const amountFen = fenText.transform(BigInt)
/** The database keeps no U+0000: a message that holds one would fail each time it is sent again. */
const text = z.string().refine(told => !told.includes('\0'))
const refund = { outTradeNo: text, outRefundNo: text, amountFen }
const transfer = {
  outTransferNo: text,
  transferId: text,
  amountFen,
  failReason: text.nullable(),
}

const callbackBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('payment.succeeded'),
    outTradeNo: text,
    transactionId: text,
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
