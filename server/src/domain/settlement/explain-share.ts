import type { ShareRole } from '@haowu/shared/settlement.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { explainOrder } from './explain-order.ts'

/**
 * What one party may know of its own share of an order: the arithmetic with its rules and rounding, what keeps it from being payable, what
 * refunds took back from where, and every leg that moved it. Nothing of anybody else's. Throws `not_found` for a share that is not its own.
 */
export async function explainShare(
  db: Db,
  { orderNo, role, partyId }: { orderNo: string; role: ShareRole; partyId: string },
) {
  await refuseOthers(db, { orderNo, role, partyId })
  const order = await explainOrder(db, { orderNo })
  const share = order.shares.find(each => each.role === role && each.partyId === partyId)
  if (!share) throw new DomainError('not_found')
  const isOwn = (code: string) => code.endsWith(`:${partyId}`)
  return {
    orderNo,
    itemTitle: order.itemTitle,
    receivedAt: order.receivedAt,
    maturesAt: order.maturesAt,
    blocks: order.blocks.map(({ cause, openedAt }) => ({ cause, openedAt })),
    share,
    claws: order.refunds.flatMap(({ claws, fault, goodsKept, requestedAt }) =>
      claws.filter(claw => claw.role === role).map(claw => ({ ...claw, fault, goodsKept, requestedAt })),
    ),
    legs: order.legs
      .filter(({ debit, credit }) => isOwn(debit) || isOwn(credit))
      .map(({ debit, credit, ...leg }) => ({ ...leg, debit: kindOf(debit), credit: kindOf(credit) })),
  }
}

/** `L:PENDING:<party>` is told as `L:PENDING`: whose the other account is, is nobody's business. */
function kindOf(code: string): string {
  return code.split(':').slice(0, 2).join(':')
}

/** Before anything of the order is read. */
async function refuseOthers(
  db: Db,
  { orderNo, role, partyId }: { orderNo: string; role: ShareRole; partyId: string },
): Promise<void> {
  const own = await db
    .selectFrom('accrual')
    .innerJoin('orders', 'orders.id', 'accrual.orderId')
    .select('accrual.orderId')
    .where('orders.no', '=', orderNo)
    .where('role', '=', role)
    .where('accrual.partyId', '=', partyId)
    .executeTakeFirst()
  if (!own) throw new DomainError('not_found')
}
