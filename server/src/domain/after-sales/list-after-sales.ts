import type { AfterSaleKind, AfterSaleReason, AfterSaleState } from '@haowu/shared/after-sales.ts'
import type { AfterSaleView } from '@haowu/shared/after-sale-views.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface AfterSaleRow {
  id: string
  no: string
  orderId: string
  orderNo: string
  itemTitle: string
  supplierName: string
  kind: AfterSaleKind
  reason: AfterSaleReason
  state: AfterSaleState
  askedFen: bigint
  agreedFen: bigint | null
  goodsKept: boolean
  fault: string
  dueAt: Date | null
  createdAt: Date
  endedAt: Date | null
}

export interface AfterSaleQuery {
  /** Null for the platform, which sees all and is asked to rule. */
  supplierId: string | null
  view: AfterSaleView
  text?: string | undefined
  /** Id of the last row of the page before. */
  cursor?: string | undefined
  limit: number
}

const TURN = { supplier: ['requested', 'in_return', 'inspecting'], platform: ['disputed'] }

/** After-sales, newest first, one more than `limit`. */
export async function listAfterSales(db: Db, query: AfterSaleQuery): Promise<AfterSaleRow[]> {
  const { supplierId, view, text, cursor, limit } = query
  const turn = supplierId === null ? TURN.platform : TURN.supplier
  const viewed = {
    answer: sql<boolean>`after_sale.state = ANY(${turn}::text[])`,
    waiting: sql<boolean>`ended_at IS NULL AND after_sale.state <> ALL(${turn}::text[])`,
    ended: sql<boolean>`ended_at IS NOT NULL`,
    all: sql<boolean>`true`,
  }[view]
  const like = `%${(text ?? '').replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const { rows } = await sql<AfterSaleRow>`
    SELECT ${AFTER_SALE_COLUMNS}
    FROM after_sale JOIN orders ON orders.id = order_id JOIN item ON item.id = orders.item_id
    JOIN party ON party.id = after_sale.supplier_id
    WHERE ${viewed} AND (${supplierId}::uuid IS NULL OR after_sale.supplier_id = ${supplierId}::uuid)
      AND (${text === undefined} OR after_sale.no ILIKE ${like} OR orders.no ILIKE ${like} OR item.title ILIKE ${like})
      AND (${cursor ?? null}::uuid IS NULL OR after_sale.id < ${cursor ?? null}::uuid)
    ORDER BY after_sale.id DESC LIMIT ${limit + 1}
  `.execute(db)
  return rows
}

export const AFTER_SALE_COLUMNS =
  sql.raw(`after_sale.id, after_sale.no, after_sale.order_id, orders.no AS order_no,
  item.title AS item_title, party.name AS supplier_name, after_sale.kind, after_sale.reason, after_sale.state,
  after_sale.asked_fen, after_sale.agreed_fen, after_sale.goods_kept, after_sale.fault, after_sale.due_at,
  after_sale.created_at, after_sale.ended_at`)
