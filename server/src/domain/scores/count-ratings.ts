import { sql } from 'kysely'
import type { FactSource } from './fact-source.ts'

const FIVE_STARS_ABOVE_ONE = 4

/** What buyers said: each rating has four steps above one star. The goods count for who supplied and for who showed them. */
export const countRatings: FactSource = {
  name: 'ratings',
  // Summed up by party first and then named by fact: a row for each step of each rating would be eight times as many to group.
  rows: ({ day }) => sql`
    SELECT subject_id, fact, n
    FROM (
      SELECT coalesce(supplier_id, streamer_id) AS subject_id, grouping(supplier_id) = 0 AS supplied, count(*)::int AS ratings,
        sum(goods)::int AS goods, sum(service)::int AS service, sum(logistics)::int AS logistics
      FROM rating WHERE rated_on = ${day}::date AND counts AND hidden_at IS NULL
      GROUP BY GROUPING SETS ((supplier_id), (streamer_id))
    ) AS said CROSS JOIN LATERAL (VALUES
      ('goods_steps', ratings * ${FIVE_STARS_ABOVE_ONE}::int, true), ('goods_missed', ratings * 5 - goods, true),
      ('service_steps', ratings * ${FIVE_STARS_ABOVE_ONE}::int, supplied), ('service_missed', ratings * 5 - service, supplied),
      ('logistics_steps', ratings * ${FIVE_STARS_ABOVE_ONE}::int, supplied), ('logistics_missed', ratings * 5 - logistics, supplied)
    ) AS step(fact, n, counted)
    WHERE counted AND n > 0
  `,
}
