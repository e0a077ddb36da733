import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import type { CashierButton } from './behaviour.ts'
import { enqueueCallback } from './enqueue-callback.ts'
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

/**
 * Plays the buyer at the cashier. Returns false when the payment is over or unknown, so that nobody pays twice.
 * A refusal leaves the payment open: the buyer may try again, as with a real card.
 */
export async function pressCashierButton(
  db: Db,
  { outTradeNo, button }: { outTradeNo: string; button: CashierButton },
): Promise<boolean> {
  return db.transaction().execute(async trx => {
    const payment = await trx
      .selectFrom('railSimulator.payment')
      .select(['outTradeNo', 'amountFen', 'transactionId'])
      .select(sql<number>`extract(epoch FROM expires_at - app_now())::float8`.as('secondsLeft'))
      .where('outTradeNo', '=', outTradeNo)
      .where('state', '<>', 'CLOSED')
      .where('paysAt', 'is', null)
      .where('expiresAt', '>', sql<Date>`app_now()`)
      .forUpdate()
      .executeTakeFirst()
    if (!payment) return false
    const { secondsLeft, ...paid } = payment
    const paysInSeconds = button === 'pay_late' ? secondsLeft + SECONDS_LATE : 0
    if (button === 'refuse') await setState(trx, { outTradeNo, state: 'PAYERROR', paysInSeconds: null })
    else await pay(trx, paid, { button, paysInSeconds })
    return true
  })
}

async function pay(
  trx: Transaction<Database>,
  paid: { outTradeNo: string; amountFen: bigint; transactionId: string },
  { button, paysInSeconds }: { button: CashierButton; paysInSeconds: number },
): Promise<void> {
  await setState(trx, { outTradeNo: paid.outTradeNo, state: 'NOTPAY', paysInSeconds })
  if (button === 'pay_lost') return
  await enqueueCallback(trx, {
    body: { kind: 'payment.succeeded', ...paid, amountFen: paid.amountFen.toString() },
    inSeconds: paysInSeconds + (button === 'pay_slow' ? SECONDS_SLOW : 0),
    copies: button === 'pay_repeat' ? 3 : 1,
  })
}

async function setState(
  trx: Transaction<Database>,
  change: { outTradeNo: string; state: 'NOTPAY' | 'PAYERROR'; paysInSeconds: number | null },
): Promise<void> {
  await trx
    .updateTable('railSimulator.payment')
    .set({
      state: change.state,
      paysAt:
        change.paysInSeconds === null
          ? null
          : sql`app_now() + ${change.paysInSeconds}::double precision * interval '1 second'`,
    })
    .where('outTradeNo', '=', change.outTradeNo)
    .execute()
}
