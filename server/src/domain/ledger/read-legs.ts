import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { AccountCode } from './accounts.ts'

export interface PostedLeg {
  transactionId: bigint
  seq: number
  key: string
  kind: string
  debit: AccountCode
  credit: AccountCode
  amountFen: Fen
  effectiveOn: string
  postedAt: Date
}

/**
 * Every movement of money that belongs to this order, oldest first, down to its refunds' leaving for the buyer. A settlement moves sums of many
 * orders, of which no leg is this order's.
 */
export async function readLegsOfOrder(db: Db, orderId: string): Promise<PostedLeg[]> {
  const paidOut = await findRefundsPaid(db, orderId)
  const rows = await db
    .selectFrom('ledger.leg')
    .innerJoin('ledger.transaction', 'ledger.transaction.id', 'ledger.leg.transactionId')
    .innerJoin('ledger.account as debited', 'debited.id', 'ledger.leg.debit')
    .innerJoin('ledger.account as credited', 'credited.id', 'ledger.leg.credit')
    .select([
      'transactionId',
      'seq',
      'key',
      'ledger.transaction.kind',
      'debited.code as debit',
      'credited.code as credit',
      'amountFen',
      'effectiveOn',
      'postedAt',
    ])
    .where(eb =>
      eb.or([eb('orderId', '=', orderId), eb('transactionId', '=', sql<bigint>`ANY(${paidOut}::bigint[])`)]),
    )
    .orderBy('transactionId')
    .orderBy('seq')
    .execute()
  return rows.map(row => ({ ...row, debit: row.debit as AccountCode, credit: row.credit as AccountCode }))
}

/** What a refund pays out is owed to the buyer and bears no order; the refund does. */
async function findRefundsPaid(db: Db, orderId: string): Promise<bigint[]> {
  const { rows } = await sql<{ id: bigint }>`
    SELECT transaction.id FROM refund JOIN ledger.transaction ON key = 'refund:' || refund.id || ':done'
    WHERE refund.order_id = ${orderId}
  `.execute(db)
  return rows.map(({ id }) => id)
}
