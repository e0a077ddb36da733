import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { ShareRole } from '#domain/commission/split-order.ts'

export interface HeldShare {
  role: ShareRole
  partyId: string
  earnedFen: bigint
  clawedFen: bigint
  isSettled: boolean
}

/** What the earners of an order hold, locked until the claws are written. */
export async function lockShares(trx: Transaction<Database>, orderId: string): Promise<HeldShare[]> {
  const rows = await trx
    .selectFrom('accrual')
    .select(['role', 'partyId', 'earnedFen', 'clawedFen'])
    .select(sql<boolean>`settlement_batch_id IS NOT NULL`.as('isSettled'))
    .where('orderId', '=', orderId)
    .orderBy('role')
    .forUpdate()
    .execute()
  return rows.map(row => ({ ...row, role: row.role as ShareRole }))
}

export interface NewClaw {
  role: ShareRole
  partyId: string
  amountFen: bigint
  pendingFen: bigint
  reserveFen: bigint
  availableFen: bigint
  receivableFen: bigint
  compensatedFen: bigint
}

/** Writes what each earner gave back in one refund, and how much less of the order it holds now. */
export async function insertClaws(
  trx: Transaction<Database>,
  { orderId, refundId }: { orderId: string; refundId: string },
  claws: NewClaw[],
): Promise<void> {
  const moved = claws.filter(claw => claw.amountFen > 0n)
  if (moved.length === 0) return
  await trx
    .insertInto('claw')
    .values(moved.map(claw => ({ ...claw, orderId, refundId })))
    .execute()
  await sql`
    UPDATE accrual SET clawed_fen = clawed_fen + claw.amount_fen,
      state = CASE WHEN clawed_fen + claw.amount_fen = earned_fen THEN 'reversed' ELSE state END
    FROM claw
    WHERE claw.refund_id = ${refundId} AND accrual.order_id = claw.order_id AND accrual.role = claw.role
  `.execute(trx)
}
