import { sql } from 'kysely'
import type { FactSource } from './fact-source.ts'

const FIVE_STARS_ABOVE_ONE = 4

/** What buyers said: each rating has four steps above one star. The goods count for who supplied and for who showed them. */
export const countRatings: FactSource = {
  name: 'ratings',
  rows: ({ day }) => sql`
    SELECT subject_id, fact, sum(n)::int AS n
    FROM rating CROSS JOIN LATERAL (VALUES
      (supplier_id, 'goods_steps', ${FIVE_STARS_ABOVE_ONE}::int), (supplier_id, 'goods_missed', 5 - goods),
      (supplier_id, 'service_steps', ${FIVE_STARS_ABOVE_ONE}::int), (supplier_id, 'service_missed', 5 - service),
      (supplier_id, 'logistics_steps', ${FIVE_STARS_ABOVE_ONE}::int), (supplier_id, 'logistics_missed', 5 - logistics),
      (streamer_id, 'goods_steps', ${FIVE_STARS_ABOVE_ONE}::int), (streamer_id, 'goods_missed', 5 - goods)
    ) AS said(subject_id, fact, n)
    WHERE rated_on = ${day}::date AND counts AND hidden_at IS NULL
    GROUP BY 1, 2 HAVING sum(n) > 0
  `,
}
