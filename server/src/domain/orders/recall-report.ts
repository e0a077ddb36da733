import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { revokeReport } from '#domain/inspection/revoke-report.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { endHoldsOfItem } from '#domain/picks/end-holds-of-item.ts'
import { blockOrder, unblockOrder } from './block-order.ts'

export interface RecallReport {
  reportId: string
  reason: string
  /** As the audit log names him: `user:<id>`. */
  actor: string
}

/**
 * An operator withdraws a report, with all that hangs on it: the item leaves the plaza and every run sheet, who is about to
 * pay is refused, what was sold on it is not settled until somebody has looked, supplier and holding streamer are told.
 * Asked again, it changes nothing. Throws `not_found`. Returns how many orders it blocked.
 */
export async function recallReport(
  { db }: { db: Db },
  { reportId, reason, actor }: RecallReport,
): Promise<{ revoked: boolean; blocked: number }> {
  return db.transaction().execute(async trx => {
    const { itemId, supplierId, code } = await lockItemOf(trx, reportId)
    const isCurrent = await isCurrentReport(trx, { itemId, reportId })
    const streamerIds = isCurrent ? await endHoldsOfItem(trx, itemId) : []
    if (!(await revokeReport(trx, { reportId, reason }))) return { revoked: false, blocked: 0 }
    const orders = await openOrdersOn(trx, { itemId, reportId })
    for (const orderId of orders) await blockOrder(trx, { orderId, cause: 'report_revoked', refId: reportId })
    for (const partyId of [supplierId, ...streamerIds]) {
      const telling = { kind: 'report_revoked', refId: itemId, facts: { code, reason } } as const
      await tellParty(trx, { ...telling, partyId, key: `report_revoked:${reportId}:${partyId}` })
    }
    await recordAct(trx, {
      actor,
      action: 'report_revoked',
      subjectType: 'report',
      subjectId: reportId,
      facts: { code, reason, itemId, orders: orders.length },
    })
    return { revoked: true, blocked: orders.length }
  })
}

/** Lets the orders go that a withdrawn report has blocked, once somebody has looked at them. Returns how many there are. */
export async function releaseRecalled(
  { db }: { db: Db },
  { reportId, reason, actor }: RecallReport,
): Promise<{ released: number }> {
  return db.transaction().execute(async trx => {
    const blocks = await trx
      .selectFrom('orderBlock')
      .select('orderId')
      .where('cause', '=', 'report_revoked')
      .where('refId', '=', reportId)
      .where('closedAt', 'is', null)
      .orderBy('orderId')
      .execute()
    for (const { orderId } of blocks)
      await unblockOrder(trx, { orderId, cause: 'report_revoked', refId: reportId })
    if (blocks.length > 0)
      await recordAct(trx, {
        actor,
        action: 'recalled_orders_released',
        subjectType: 'report',
        subjectId: reportId,
        facts: { orders: blocks.length, reason },
      })
    return { released: blocks.length }
  })
}

/** Item before report, in the order in which a publication and a sale lock them. */
async function lockItemOf(trx: Transaction<Database>, reportId: string) {
  const { rows } = await sql<{ itemId: string; supplierId: string; code: string }>`
    SELECT item.id AS item_id, item.supplier_id, report.code FROM item JOIN report ON report.item_id = item.id
    WHERE report.id = ${reportId} FOR NO KEY UPDATE OF item
  `.execute(trx)
  const [item] = rows
  if (!item) throw new DomainError('not_found', { what: 'report' })
  return item
}

async function isCurrentReport(
  trx: Transaction<Database>,
  { itemId, reportId }: { itemId: string; reportId: string },
): Promise<boolean> {
  const item = await trx
    .selectFrom('item')
    .select('reportId')
    .where('id', '=', itemId)
    .executeTakeFirstOrThrow()
  return item.reportId === reportId
}

async function openOrdersOn(
  trx: Transaction<Database>,
  { itemId, reportId }: { itemId: string; reportId: string },
): Promise<string[]> {
  const rows = await trx
    .selectFrom('sale')
    .innerJoin('orders', 'orders.id', 'sale.orderId')
    .select('orders.id')
    .where('sale.itemId', '=', itemId)
    .where('orders.reportId', '=', reportId)
    .where('orders.state', 'in', ['paid', 'shipped', 'received'])
    .orderBy('orders.id')
    .execute()
  return rows.map(({ id }) => id)
}
