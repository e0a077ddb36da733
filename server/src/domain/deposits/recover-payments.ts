import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { eachInTurn } from '#domain/each-in-turn.ts'
import type { PaymentRail } from '#gateways/payment-rail.ts'

export interface RecoverDeps {
  db: Db
  rail: PaymentRail
  /** What a callback of the rail would have called: takes the money in, exactly once. */
  capture(paid: { outTradeNo: string; transactionId: string; amountFen: Fen }): Promise<unknown>
}

const BATCH = 50
/** A callback has a minute before we ask; after an hour an unpaid page is closed. */
const ASK_AFTER_SECONDS = 60
const CLOSE_AFTER_SECONDS = 3_600

/**
 * Asks the rail about deposits whose callback did not come: a paid one is taken in, one that was closed or forgotten is
 * closed here too. Safe to repeat; what the rail does not answer is asked again, after the others. One that fails does not keep
 * the others waiting; the failures are thrown together at the end. Returns how many it took in.
 */
export async function recoverDepositPayments(deps: RecoverDeps): Promise<number> {
  let recovered = 0
  const recover = async (payment: Unanswered) => {
    if (await recoverOne(deps, payment)) recovered++
  }
  await eachInTurn(await takeUnanswered(deps.db), recover, 'deposit payments could not be recovered')
  return recovered
}

async function recoverOne({ db, rail, capture }: RecoverDeps, payment: Unanswered): Promise<boolean> {
  const { outTradeNo, isForgotten } = payment
  const answer = await rail.queryPayment(outTradeNo)
  if (answer.outcome === 'unknown') return false
  if (answer.outcome === 'answered') {
    const { state, transactionId, amountFen } = answer.value
    if (state === 'SUCCESS' && transactionId !== null) {
      return takeIn({ db, rail, capture }, { outTradeNo, transactionId, amountFen })
    }
    if (state !== 'CLOSED' && !(isForgotten && (await closed(rail, outTradeNo)))) return false
  } else if (!isForgotten) return false
  await closePayment(db, outTradeNo)
  return false
}

/** False for another amount than we asked for: that is audited and in suspense, and nobody waits for it any longer. */
async function takeIn(
  { db, capture }: RecoverDeps,
  paid: Parameters<RecoverDeps['capture']>[0],
): Promise<boolean> {
  try {
    await capture(paid)
    return true
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'payment_refused')) throw error
    await closePayment(db, paid.outTradeNo)
    return false
  }
}

interface Unanswered {
  outTradeNo: string
  isForgotten: boolean
}

async function closed(rail: PaymentRail, outTradeNo: string): Promise<boolean> {
  return (await rail.closePayment(outTradeNo)).outcome === 'answered'
}

/** Those who wait longest for an answer, each marked as asked: many open pages keep none of them from its turn. */
async function takeUnanswered(db: Db): Promise<Unanswered[]> {
  const { rows } = await sql<Unanswered>`
    UPDATE payment SET asked_at = app_now() WHERE id = ANY(ARRAY(
      SELECT id FROM payment
      WHERE purpose = 'deposit' AND state = 'created' AND created_at < app_now() - ${ASK_AFTER_SECONDS} * interval '1 second'
      ORDER BY coalesce(asked_at, created_at), id
      LIMIT ${BATCH}
      FOR UPDATE SKIP LOCKED
    ))
    RETURNING out_trade_no, created_at < app_now() - ${CLOSE_AFTER_SECONDS} * interval '1 second' AS is_forgotten
  `.execute(db)
  return rows
}

async function closePayment(db: Db, outTradeNo: string): Promise<void> {
  await db
    .updateTable('payment')
    .set({ state: 'closed' })
    .where('outTradeNo', '=', outTradeNo)
    .where('state', '=', 'created')
    .execute()
}
