import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { PaymentRail } from '#gateways/payment-rail.ts'
import { capturePayment } from './capture-payment.ts'
import { markPaymentClosed } from './payment-store.ts'

/** A callback usually comes sooner. */
const ASK_AFTER_SECONDS = 30
/** The rail accepts a pay-in for 30 minutes; one that is older and unpaid is closed. */
const CLOSE_AFTER_MINUTES = 40
const MOST_UNKNOWN = 3

interface OpenPayIn {
  outTradeNo: string
  isOver: boolean
}

/**
 * Asks the rail about pay-ins into deposits of which no callback told us, up to `limit` in one run, and closes those that
 * nobody will pay any more. Returns how many were credited.
 */
export async function captureLostDeposits(
  { db, rail }: { db: Db; rail: PaymentRail },
  { limit }: { limit: number },
): Promise<number> {
  let credited = 0
  let unknown = 0
  for (const { outTradeNo, isOver } of await findOpenPayIns(db, limit)) {
    const answer = await rail.queryPayment(outTradeNo)
    if (answer.outcome === 'answered' && answer.value.transactionId !== null) {
      const { amountFen, transactionId } = answer.value
      await capturePayment({ db }, { outTradeNo, amountFen, transactionId })
      credited += 1
    } else if (answer.outcome !== 'unknown' && isOver) {
      const closed = await rail.closePayment(outTradeNo)
      const isGone =
        closed.outcome === 'answered' || (closed.outcome === 'refused' && closed.reason === 'not_found')
      if (isGone) await db.transaction().execute(trx => markPaymentClosed(trx, outTradeNo))
    }
    if (answer.outcome === 'unknown' && ++unknown >= MOST_UNKNOWN) break
  }
  return credited
}

async function findOpenPayIns(db: Db, limit: number): Promise<OpenPayIn[]> {
  return db
    .selectFrom('payment')
    .select('outTradeNo')
    .select(
      sql<boolean>`created_at <= app_now() - ${CLOSE_AFTER_MINUTES}::int * interval '1 minute'`.as('isOver'),
    )
    .where('purpose', '=', 'deposit')
    .where('state', '=', 'created')
    .where('createdAt', '<=', sql<Date>`app_now() - ${ASK_AFTER_SECONDS}::int * interval '1 second'`)
    .orderBy('createdAt')
    .limit(limit)
    .execute()
}
