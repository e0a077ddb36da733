import type { Fen } from '@haowu/shared/money.ts'
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

/** Every movement of money that belongs to this order, oldest first. */
export async function readLegsOfOrder(db: Db, orderId: string): Promise<PostedLeg[]> {
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
    .where('orderId', '=', orderId)
    .orderBy('transactionId')
    .orderBy('seq')
    .execute()
  return rows.map(row => ({ ...row, debit: row.debit as AccountCode, credit: row.credit as AccountCode }))
}
