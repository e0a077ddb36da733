import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { shipHours } from '#domain/catalog/ship-promise.ts'
import { openCase } from './open-case.ts'

const MOST = 100

interface LateOrder {
  orderId: string
  itemId: string
  reportId: string
  supplierId: string
  lateAt: Date
  /** Hours it had: the supplier's promise when it was paid, or the rule for all. */
  hours: number
}

/**
 * Alleges, once per order, that it was not shipped in time, and asks the supplier at once: the platform sees this by itself. A supplier
 * who has to answer a buyer that wants to cancel does not ship meanwhile, and nothing is alleged until the wish has ended.
 * Returns how many cases it opened.
 */
export async function openLateShipping({ db }: { db: Db }): Promise<number> {
  const late = await findLate(db)
  let opened = 0
  for (const { supplierId, lateAt, hours, ...about } of late) {
    const { isNew } = await db.transaction().execute(trx =>
      openCase(trx, {
        kind: 'violation',
        clauseCode: 'late_shipping',
        key: `late_shipping:${about.orderId}`,
        respondentId: supplierId,
        claimantKind: 'system',
        ...about,
        eventAt: lateAt,
        openedBy: 'cases',
        statement: `付款后 ${hours} 小时内未发货 · not shipped within ${hours} hours of payment`,
        asksAtOnce: true,
      }),
    )
    if (isNew) opened++
  }
  return opened
}

async function findLate(db: Db): Promise<LateOrder[]> {
  const { rows } = await sql<LateOrder>`
    SELECT id AS order_id, item_id, report_id, supplier_id, due.hours, paid_at + due.hours * interval '1 hour' AS late_at
    FROM orders
    CROSS JOIN LATERAL (SELECT ${shipHours(sql`orders.supplier_id`, sql`orders.paid_at`)} AS hours) AS due
    WHERE state = 'paid' AND paid_at + due.hours * interval '1 hour' < app_now()
      AND NOT EXISTS (SELECT FROM trust_case WHERE trust_case.order_id = orders.id AND clause_code = 'late_shipping')
      AND NOT EXISTS (SELECT FROM cancel_wish WHERE cancel_wish.order_id = orders.id AND answer IS NULL)
    ORDER BY paid_at
    LIMIT ${MOST}
  `.execute(db)
  return rows
}
