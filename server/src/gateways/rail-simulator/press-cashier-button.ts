import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { CashierButton } from './behaviour.ts'
import { paymentState } from './payments.ts'

const SECONDS_SLOW = 20
/** How long after its expiry a payment arrives that a slow bank let through. */
const SECONDS_LATE = 5

export interface CashierPayment {
  outTradeNo: string
  amountFen: bigint
  subject: string
  returnUrl: string
  state: string
  /** Paying has begun, or the payment was closed or has run out: no button has an effect any more. */
  over: boolean
}

/** What the cashier page shows, or undefined for a number the rail does not know. */
export async function readCashierPayment(db: Db, outTradeNo: string): Promise<CashierPayment | undefined> {
  return db
    .selectFrom('railSimulator.payment')
    .select(['outTradeNo', 'amountFen', 'subject', 'returnUrl', paymentState.as('state')])
    .select(sql<boolean>`state = 'CLOSED' OR pays_at IS NOT NULL OR expires_at <= app_now()`.as('over'))
    .where('outTradeNo', '=', outTradeNo)
    .executeTakeFirst()
}

/** When the money of each way of paying arrives; a refusal leaves the payment open. */
const PAYS_AT: Record<CashierButton, RawBuilder<Date | null>> = {
  pay: sql`app_now()`,
  pay_slow: sql`app_now()`,
  pay_repeat: sql`app_now()`,
  pay_lost: sql`app_now()`,
  pay_late: sql`expires_at + ${sql.lit(SECONDS_LATE)} * interval '1 second'`,
  refuse: sql`NULL`,
}

/**
 * Plays the buyer at the cashier. Returns false when the payment is over or unknown, so that nobody pays twice.
 * A refusal leaves the payment open: the buyer may try again, as with a real card. What happened and the message of it are
 * one statement: both stand, or neither.
 */
export async function pressCashierButton(
  db: Db,
  { outTradeNo, button }: { outTradeNo: string; button: CashierButton },
): Promise<boolean> {
  const isTold = button !== 'refuse' && button !== 'pay_lost'
  const { rows } = await sql<{ pressed: number }>`
    WITH pressed AS (
      UPDATE rail_simulator.payment
      SET state = ${button === 'refuse' ? 'PAYERROR' : 'NOTPAY'}, pays_at = ${PAYS_AT[button]}
      WHERE out_trade_no = ${outTradeNo} AND state <> 'CLOSED' AND pays_at IS NULL AND expires_at > app_now()
      RETURNING out_trade_no, transaction_id, amount_fen, pays_at
    ), told AS (
      INSERT INTO rail_simulator.callback (body, copies, due_at)
      SELECT json_build_object('kind', 'payment.succeeded', 'outTradeNo', out_trade_no, 'transactionId', transaction_id,
          'amountFen', amount_fen::text)::text,
        ${button === 'pay_repeat' ? 3 : 1}::int,
        pays_at + ${button === 'pay_slow' ? SECONDS_SLOW : 0}::int * interval '1 second'
      FROM pressed WHERE ${isTold}::boolean
    )
    SELECT count(*)::int AS pressed FROM pressed
  `.execute(db)
  return rows[0]?.pressed === 1
}
