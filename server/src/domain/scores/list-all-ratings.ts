import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { RatingRow } from './read-ratings.ts'

export interface AnyRating extends RatingRow {
  supplierName: string
  orderNo: string
}

/** What buyers said to anybody, newest first, one more than `limit`; for the platform's own people. */
export async function listAllRatings(
  db: Db,
  query: {
    hidden?: boolean | undefined
    text?: string | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<AnyRating[]> {
  const { hidden = null, text = '', cursor = null, limit } = query
  const { rows } = await sql<AnyRating>`
    SELECT rating.id, shown_name, goods, service, logistics, words, rated_at, counts, hidden_clause, hidden_reason,
      item.title, party.name AS supplier_name, orders.no AS order_no
    FROM rating JOIN orders ON orders.id = rating.order_id JOIN item ON item.id = orders.item_id
      JOIN party ON party.id = rating.supplier_id
    WHERE (${hidden}::boolean IS NULL OR (hidden_at IS NOT NULL) = ${hidden})
      AND (${text} = '' OR position(lower(${text}) IN lower(words || ' ' || party.name || ' ' || orders.no)) > 0)
      AND (${cursor}::uuid IS NULL OR rating.id < ${cursor}::uuid)
    ORDER BY rating.id DESC LIMIT ${limit + 1}
  `.execute(db)
  return rows
}
