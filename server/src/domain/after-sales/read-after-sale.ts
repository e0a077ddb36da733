import type { AfterSaleState } from '@haowu/shared/after-sales.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { hashLinkToken } from '#domain/orders/link-token.ts'
import { AFTER_SALE_COLUMNS, type AfterSaleRow } from './list-after-sales.ts'
import type { Side } from './after-sale-store.ts'

export interface AfterSaleEvent {
  id: string
  side: Side
  actor: string
  toState: AfterSaleState
  words: string
  photoKeys: string[]
  facts: Record<string, string | number | boolean | null>
  at: Date
}

export interface AfterSaleRead extends AfterSaleRow {
  returnCarrier: string | null
  returnTrackingNo: string | null
  returnOutcome: string | null
  /** A ruling that waits for a second person, and whose it is. */
  ruling: unknown
  ruledBy: string | null
  paidFen: bigint
  refundedFen: bigint
  /** Whether the goods carry a number that must be read off what comes back. */
  hasIdentity: boolean
  reportCode: string
  refundState: string | null
  /** What had been agreed, where less was left to give back; else null. */
  cappedFromFen: bigint | null
  events: AfterSaleEvent[]
}

/** One after-sale with its whole story. A supplier sees his own, the platform (null) all. Throws `not_found`. */
export async function readAfterSale(
  db: Db,
  { afterSaleId, supplierId }: { afterSaleId: string; supplierId: string | null },
): Promise<AfterSaleRead> {
  const [found] = await readWhere(
    db,
    sql<boolean>`after_sale.id = ${afterSaleId} AND (${supplierId}::uuid IS NULL OR after_sale.supplier_id = ${supplierId}::uuid)`,
  )
  if (!found) throw new DomainError('not_found', { what: 'after_sale' })
  return found
}

/** The after-sales of the order that a link opens, newest first; none for a link that opens none. */
export async function readAfterSalesByLink(
  db: Db,
  { linkToken }: { linkToken: string },
): Promise<AfterSaleRead[]> {
  return readWhere(db, sql<boolean>`orders.link_token_hash = ${hashLinkToken(linkToken)}`)
}

async function readWhere(db: Db, condition: ReturnType<typeof sql<boolean>>): Promise<AfterSaleRead[]> {
  const { rows } = await sql<AfterSaleRead>`
    SELECT ${AFTER_SALE_COLUMNS}, return_carrier, return_tracking_no, return_outcome, ruling, ruled_by, orders.paid_fen,
      orders.refunded_fen, item.identity IS NOT NULL AS has_identity, report.code AS report_code, refund.state AS refund_state,
      (SELECT (facts ->> 'cappedFromFen')::bigint FROM after_sale_event AS event WHERE event.after_sale_id = after_sale.id
        AND to_state = 'refunding' ORDER BY event.id DESC LIMIT 1) AS capped_from_fen,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', event.id, 'side', side, 'actor', actor, 'toState', to_state, 'words', words,
        'photoKeys', photo_keys, 'facts', facts, 'at', at) ORDER BY event.id), '[]')
        FROM after_sale_event AS event WHERE event.after_sale_id = after_sale.id) AS events
    FROM after_sale JOIN orders ON orders.id = after_sale.order_id JOIN item ON item.id = orders.item_id
    JOIN party ON party.id = after_sale.supplier_id JOIN report ON report.id = orders.report_id
    LEFT JOIN refund ON refund.id = refund_id
    WHERE ${condition} ORDER BY after_sale.id DESC LIMIT 10
  `.execute(db)
  return rows.map(row => ({
    ...row,
    events: row.events.map(event => ({ ...event, at: new Date(event.at) })),
  }))
}
