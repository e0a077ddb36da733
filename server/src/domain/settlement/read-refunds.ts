import type { Fault } from '@haowu/shared/orders.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface RefundClaw {
  role: string
  partyName: string
  amountFen: bigint
  /** Where it stood: pending, kept back, available, or owed from then on. */
  pendingFen: bigint
  reserveFen: bigint
  availableFen: bigint
  receivableFen: bigint
  compensatedFen: bigint
}

export interface ExplainedRefund {
  refundId: string
  reason: string
  state: string
  amountFen: bigint
  freightFen: bigint
  /** What went back to the platform, which had paid a part of the price. */
  discountFen: bigint
  fault: Fault
  goodsKept: boolean
  requestedAt: Date
  finishedAt: Date | null
  claws: RefundClaw[]
}

/** Every refund of an order in its order, with what each earner gave back, from where, and what was made good to him. */
export async function readRefunds(db: Db, orderId: string): Promise<ExplainedRefund[]> {
  const refunds = await db
    .selectFrom('refund')
    .select(['id as refundId', 'reason', 'state', 'amountFen', 'freightFen', 'discountFen', 'goodsKept'])
    .select([sql<Fault>`fault`.as('fault'), 'createdAt as requestedAt', 'finishedAt'])
    .where('orderId', '=', orderId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  const claws = await db
    .selectFrom('claw')
    .innerJoin('party', 'party.id', 'claw.partyId')
    .select(['refundId', 'role', 'party.name as partyName', 'amountFen', 'pendingFen', 'reserveFen'])
    .select(['availableFen', 'receivableFen', 'compensatedFen'])
    .where('orderId', '=', orderId)
    .orderBy('claw.amountFen', 'desc')
    .execute()
  const byRefund = Map.groupBy(claws, claw => claw.refundId)
  return refunds.map(refund => ({
    ...refund,
    claws: (byRefund.get(refund.refundId) ?? []).map(({ refundId: _, ...claw }) => claw),
  }))
}
