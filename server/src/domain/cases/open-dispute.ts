import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readClauseAt } from './clause.ts'
import { openCase } from './open-case.ts'

export interface OpenDispute {
  partyId: string
  clauseCode: string
  orderNo: string
  statement: string
  idempotencyKey: string
  actor: string
}

/**
 * A supplier or a streamer brings a dispute about an order of his against the other one. Throws `not_found` for an order of others,
 * `order_state` for one that nobody paid, `bad_request` for a clause that the other side does not answer for.
 */
export async function openDispute(
  { db }: { db: Db },
  input: OpenDispute,
): Promise<{ caseId: string; caseNo: string }> {
  const order = await db
    .selectFrom('orders')
    .select(['id', 'itemId', 'reportId', 'supplierId', 'streamerId', 'state', 'paidAt'])
    .where('no', '=', input.orderNo)
    .where(eb => eb.or([eb('supplierId', '=', input.partyId), eb('streamerId', '=', input.partyId)]))
    .executeTakeFirst()
  if (!order) throw new DomainError('not_found')
  if (order.paidAt === null) throw new DomainError('order_state', { state: order.state })
  const isSupplier = order.supplierId === input.partyId
  const { paidAt, id: orderId, itemId, reportId } = order
  const clause = await readClauseAt(db, { code: input.clauseCode, at: paidAt })
  if (clause.kind !== 'dispute') throw new DomainError('bad_request', { field: 'clauseCode' })
  return db.transaction().execute(trx =>
    openCase(trx, {
      kind: 'dispute',
      clauseCode: input.clauseCode,
      key: `dispute:${input.partyId}:${input.idempotencyKey}`,
      respondentId: isSupplier ? order.streamerId : order.supplierId,
      claimantKind: isSupplier ? 'supplier' : 'streamer',
      claimantId: input.partyId,
      orderId,
      itemId,
      reportId,
      eventAt: paidAt,
      openedBy: input.actor,
      statement: input.statement,
      asksAtOnce: true,
    }),
  )
}
