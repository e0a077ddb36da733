import { createHash } from 'node:crypto'
import type { Fen } from '@haowu/shared/money.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { PaymentRail } from '#gateways/payment-rail.ts'
import { findLastExit } from './exit-store.ts'

export interface PayInDeposit {
  partyId: string
  amountFen: Fen
  /** The same key with the same amount answers with the same payment; with another, `idempotency_conflict`. */
  idempotencyKey: string
  /** Where the payer's browser goes after the cashier page. */
  returnUrl: string
}

const MINUTES_TO_PAY = 30
/** Ten million yuan: more is a slip of the finger. */
const MOST_FEN = 1_000_000_000n

/**
 * Opens a payment into the party's deposit and returns where to pay it. The deposit is credited when the rail reports success
 * (`credit-deposit.ts`). Throws `bad_request` (amount), `party_restricted` for one that leaves, `payment_refused`, and `rail_unavailable` when the rail
 * does not answer: then the same key may simply be tried again, because the rail knows the number.
 */
export async function payInDeposit(
  deps: { db: Db; rail: PaymentRail },
  input: PayInDeposit,
): Promise<{ outTradeNo: string; payUrl: string }> {
  const { amountFen } = input
  if (amountFen <= 0n || amountFen > MOST_FEN) throw new DomainError('bad_request', { field: 'amountFen' })
  await refuseLeaving(deps.db, input.partyId)
  const payment = await storePayment(deps.db, input)
  if (payment.payUrl !== null) return { outTradeNo: payment.outTradeNo, payUrl: payment.payUrl }
  const answer = await deps.rail.createPayment({
    outTradeNo: payment.outTradeNo,
    amountFen,
    subject: '好物联盟保证金',
    expiresAt: new Date(payment.createdAt.getTime() + MINUTES_TO_PAY * 60_000),
    returnUrl: input.returnUrl,
  })
  if (answer.outcome === 'unknown') throw new DomainError('rail_unavailable')
  if (answer.outcome === 'refused') throw new DomainError('payment_refused', { reason: answer.reason })
  const { payUrl } = answer.value
  await deps.db.updateTable('payment').set({ payUrl }).where('outTradeNo', '=', payment.outTradeNo).execute()
  return { outTradeNo: payment.outTradeNo, payUrl }
}

/** What would come in after the deposit went back would have no way out. */
async function refuseLeaving(db: Db, partyId: string): Promise<void> {
  const exit = await findLastExit(db, partyId)
  if (!exit || exit.state === 'cancelled') return
  throw new DomainError('party_restricted', {
    kind: 'no_holds',
    cause: 'exit',
    partyId,
    sinceAt: exit.requestedAt.toISOString(),
    who: 'own',
    rule: 'deposit_exit',
    ruleVersion: exit.ruleVersion,
  })
}

async function storePayment(db: Db, { partyId, amountFen, idempotencyKey }: PayInDeposit) {
  const outTradeNo = tradeNo(partyId, idempotencyKey)
  await db
    .insertInto('payment')
    .values({ partyId, purpose: 'deposit', outTradeNo, amountFen })
    .onConflict(conflict => conflict.column('outTradeNo').doNothing())
    .execute()
  const payment = await db
    .selectFrom('payment')
    .select(['outTradeNo', 'amountFen', 'payUrl', 'createdAt'])
    .where('outTradeNo', '=', outTradeNo)
    .where('partyId', '=', partyId)
    .executeTakeFirstOrThrow()
  if (payment.amountFen !== amountFen) throw new DomainError('idempotency_conflict', { key: idempotencyKey })
  return payment
}

/** Our number at the rail: the same press of the button has the same number. 32 characters, as rails allow. */
function tradeNo(partyId: string, idempotencyKey: string): string {
  const digest = createHash('sha256').update(`${partyId}\n${idempotencyKey}`).digest('hex')
  return `D${digest.slice(0, 31)}`.toUpperCase()
}
