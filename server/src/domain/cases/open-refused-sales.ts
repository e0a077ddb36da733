import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { openCase } from './open-case.ts'

const MOST = 100

interface RefusedOrder {
  orderId: string
  itemId: string
  reportId: string
  supplierId: string
  refusedAt: Date
  refusedFor: string
}

/**
 * Alleges, once per order, that a sold one-of-a-kind piece was not delivered because its supplier refused to, and asks him at
 * once: what he answers may excuse it. Returns how many cases it opened.
 */
export async function openRefusedSales({ db }: { db: Db }): Promise<number> {
  let opened = 0
  for (const { supplierId, refusedAt, refusedFor, ...about } of await findRefused(db)) {
    const { isNew } = await db.transaction().execute(trx =>
      openCase(trx, {
        kind: 'violation',
        clauseCode: 'sold_item_cancelled',
        key: `sold_item_cancelled:${about.orderId}`,
        respondentId: supplierId,
        claimantKind: 'system',
        ...about,
        eventAt: refusedAt,
        openedBy: 'cases',
        statement: `供应商不发货，理由：${REASONS[refusedFor] ?? refusedFor} · refused by its supplier: ${refusedFor}`,
        asksAtOnce: true,
      }),
    )
    if (isNew) opened++
  }
  return opened
}

const REASONS: Record<string, string> = {
  damaged: '商品损坏',
  lost: '商品遗失',
  sold_elsewhere: '已在别处售出',
  mistake: '标价或信息有误',
  other: '其他',
}

async function findRefused(db: Db): Promise<RefusedOrder[]> {
  const { rows } = await sql<RefusedOrder>`
    SELECT orders.id AS order_id, orders.item_id, orders.report_id, orders.supplier_id, refused_at, refused_for
    FROM orders JOIN item ON item.id = orders.item_id
    WHERE refused_at IS NOT NULL AND item.stock_kind = 'unique'
      AND NOT EXISTS (SELECT FROM trust_case WHERE trust_case.order_id = orders.id AND clause_code = 'sold_item_cancelled')
    ORDER BY refused_at
    LIMIT ${MOST}
  `.execute(db)
  return rows
}
