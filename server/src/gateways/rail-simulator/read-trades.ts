import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface RailTrade {
  kind: 'payment' | 'refund'
  at: Date
  outTradeNo: string
  transactionId: string
  subject: string
  amountFen: bigint
  /** Of a refund. */
  outRefundNo: string | null
  refundId: string | null
  /** As it stood when the bill was made; a bill is never corrected. */
  status: string
}

/** The trades of one merchant and day, in the order in which they happened. Deposits have a merchant number of their own. */
export async function readTrades(
  db: Db,
  { day, ofDeposits }: { day: string; ofDeposits: boolean },
): Promise<RailTrade[]> {
  const { rows } = await sql<RailTrade>`
    SELECT * FROM (
      SELECT 'payment' AS kind, pays_at AS at, out_trade_no, transaction_id, subject, amount_fen,
        NULL AS out_refund_no, NULL AS refund_id, 'SUCCESS' AS status
      FROM rail_simulator.payment
      WHERE pays_at <= app_now()
      UNION ALL
      SELECT 'refund', refund.ends_at, payment.out_trade_no, payment.transaction_id, payment.subject, refund.amount_fen,
        refund.out_refund_no, '5' || substr(translate(md5(refund.out_refund_no), 'abcdef', '012345'), 1, 27), 'SUCCESS'
      FROM rail_simulator.refund JOIN rail_simulator.payment USING (out_trade_no)
      WHERE refund.ends_as = 'SUCCESS' AND refund.ends_at <= app_now()
    ) AS trade
    WHERE business_day(at) = ${day}::date AND (out_trade_no LIKE 'D%') = ${ofDeposits}
    ORDER BY at, out_trade_no, out_refund_no NULLS FIRST`.execute(db)
  return rows
}

/** What stood on the merchant's account before a day. Each morning the rail hands over to the bank what was earned the day before. */
export async function readOpening(
  db: Db,
  { day, ofDeposits }: { day: string; ofDeposits: boolean },
): Promise<bigint> {
  const yesterday = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
  const trades = await readTrades(db, { day: yesterday, ofDeposits })
  return trades.reduce((sum, { kind, amountFen }) => sum + (kind === 'payment' ? amountFen : -amountFen), 0n)
}
