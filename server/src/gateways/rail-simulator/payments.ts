import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { PaymentRail, RailAnswer, RailPayment } from '../payment-rail.ts'

/** A payment with a time of paying has succeeded once that time is reached; until then its payer waits for his bank. */
export const paymentState = sql<RailPayment['state']>`
  CASE WHEN pays_at <= app_now() THEN 'SUCCESS' WHEN pays_at IS NOT NULL THEN 'USERPAYING' ELSE state END`

export async function createPayment(
  db: Db,
  publicUrl: string,
  payment: Parameters<PaymentRail['createPayment']>[0],
): Promise<RailAnswer<{ payUrl: string }>> {
  const { outTradeNo, amountFen, subject, expiresAt, returnUrl } = payment
  const opened = await db
    .insertInto('railSimulator.payment')
    .values({ outTradeNo, amountFen, subject, expiresAt, returnUrl, transactionId: `sim-${randomUUID()}` })
    .onConflict(conflict => conflict.column('outTradeNo').doNothing())
    .executeTakeFirstOrThrow()
  if (opened.numInsertedOrUpdatedRows !== 1n && (await amountOf(db, outTradeNo)) !== amountFen) {
    return { outcome: 'refused', reason: 'number_reused' }
  }
  return { outcome: 'answered', value: { payUrl: `${publicUrl}/rail/pay/${encodeURIComponent(outTradeNo)}` } }
}

async function amountOf(db: Db, outTradeNo: string): Promise<bigint> {
  const { amountFen } = await db
    .selectFrom('railSimulator.payment')
    .select('amountFen')
    .where('outTradeNo', '=', outTradeNo)
    .executeTakeFirstOrThrow()
  return amountFen
}

export async function queryPayment(db: Db, outTradeNo: string): Promise<RailAnswer<RailPayment>> {
  const row = await db
    .selectFrom('railSimulator.payment')
    .select(['outTradeNo', 'amountFen', 'transactionId', paymentState.as('state')])
    .where('outTradeNo', '=', outTradeNo)
    .executeTakeFirst()
  if (!row) return { outcome: 'refused', reason: 'not_found' }
  return {
    outcome: 'answered',
    value: { ...row, transactionId: row.state === 'SUCCESS' ? row.transactionId : null },
  }
}

export async function closePayment(db: Db, outTradeNo: string): Promise<RailAnswer<{ closed: true }>> {
  // A buyer who is in the middle of paying keeps a payment from being closed, as at a real rail.
  const { numUpdatedRows } = await db
    .updateTable('railSimulator.payment')
    .set({ state: 'CLOSED' })
    .where('outTradeNo', '=', outTradeNo)
    .where('paysAt', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 1n) return { outcome: 'answered', value: { closed: true } }
  const known = await queryPayment(db, outTradeNo)
  return { outcome: 'refused', reason: known.outcome === 'answered' ? 'wrong_state' : 'not_found' }
}
