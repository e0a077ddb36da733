import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { openCase } from './open-case.ts'

export interface OpenViolation {
  clauseCode: string
  respondentId: string
  orderNo?: string | undefined
  eventAt?: Date | undefined
  statement: string
  idempotencyKey: string
  actor: string
}

/**
 * An operator alleges a violation, about an order or about none. Throws `not_found` for an unknown party or an order in which it
 * has no part.
 */
export async function openViolation(
  { db }: { db: Db },
  input: OpenViolation,
): Promise<{ caseId: string; caseNo: string }> {
  const { clauseCode, respondentId, statement, actor } = input
  const order = input.orderNo === undefined ? undefined : await findOrder(db, input.orderNo, respondentId)
  return db.transaction().execute(trx =>
    openCase(trx, {
      kind: 'violation',
      clauseCode,
      key: `violation:${input.idempotencyKey}`,
      respondentId,
      claimantKind: 'platform',
      ...order,
      eventAt: input.eventAt ?? order?.eventAt,
      openedBy: actor,
      statement,
    }),
  )
}

async function findOrder(db: Db, orderNo: string, partyId: string) {
  const order = await db
    .selectFrom('orders')
    .select(['id as orderId', 'itemId', 'reportId', 'paidAt'])
    .where('no', '=', orderNo)
    .where(eb => eb.or([eb('supplierId', '=', partyId), eb('streamerId', '=', partyId)]))
    .executeTakeFirst()
  if (!order) throw new DomainError('not_found', { what: 'order' })
  const { paidAt, ...about } = order
  return { ...about, eventAt: paidAt ?? undefined }
}
