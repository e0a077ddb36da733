import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

export interface RecallPreview {
  code: string
  itemId: string
  itemState: string
  /** The report the piece is offered on now; a superseded one takes nothing off. */
  isCurrent: boolean
  holds: { streamerName: string; sessionTitle: string; startsAt: Date; paying: boolean }[]
  orders: { id: string; no: string; state: string; paidFen: bigint; streamerName: string | null }[]
}

/** Longest list a person reads before deciding. */
const MOST = 50

/** What withdrawing this report would end and block at this moment; nothing is changed. Throws `not_found`. */
export async function previewRecall(db: Db, reportId: string): Promise<RecallPreview> {
  const { rows } = await sql<Omit<RecallPreview, 'holds' | 'orders'>>`
    SELECT report.code, item.id AS item_id, item.state AS item_state, item.report_id = report.id AS is_current
    FROM report JOIN item ON item.id = report.item_id WHERE report.id = ${reportId} AND report.state <> 'draft'
  `.execute(db)
  const [found] = rows
  if (!found) throw new DomainError('not_found', { what: 'report' })
  const holds = found.isCurrent ? await activeHolds(db, found.itemId) : []
  return { ...found, holds, orders: await openOrders(db, { itemId: found.itemId, reportId }) }
}

async function activeHolds(db: Db, itemId: string): Promise<RecallPreview['holds']> {
  const { rows } = await sql<RecallPreview['holds'][number]>`
    SELECT party.name AS streamer_name, live_session.title AS session_title, live_session.starts_at,
      item.state = 'checkout_held' AND item.live_hold_id = live_hold.id AND item.checkout_until > app_now() AS paying
    FROM live_hold JOIN item ON item.id = live_hold.item_id JOIN live_session ON live_session.id = live_hold.session_id
      JOIN party ON party.id = live_hold.streamer_id
    WHERE live_hold.item_id = ${itemId} AND live_hold.state = 'active' ORDER BY live_hold.id LIMIT ${MOST}
  `.execute(db)
  return rows
}

async function openOrders(
  db: Db,
  { itemId, reportId }: { itemId: string; reportId: string },
): Promise<RecallPreview['orders']> {
  const { rows } = await sql<RecallPreview['orders'][number]>`
    SELECT orders.id, orders.no, orders.state, orders.paid_fen, party.name AS streamer_name
    FROM sale JOIN orders ON orders.id = sale.order_id LEFT JOIN party ON party.id = orders.streamer_id
    WHERE sale.item_id = ${itemId} AND orders.report_id = ${reportId}
      AND orders.state IN ('paid', 'shipped', 'received') ORDER BY orders.id LIMIT ${MOST}
  `.execute(db)
  return rows
}
