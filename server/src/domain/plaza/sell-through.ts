import { CATEGORY_CODES, type CategoryCode } from '@haowu/shared/catalog.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'

/** How often a streamer sells what he holds, in basis points, by category. */
export type SellThrough = Record<CategoryCode, number>

/**
 * Of what the streamer held within the rule's days, the part that was sold, drawn towards the rule's usual part by its
 * number of holds: (sold + usual × prior) / (held + prior). Never zero, so that every category has a place.
 */
export async function readSellThrough(db: Db, streamerId: string): Promise<SellThrough> {
  const { value: rule } = await readRule(db, 'plaza_ranking')
  const { rows } = await sql<{ categoryCode: CategoryCode; held: number; sold: number }>`
    SELECT item.category_code, count(*)::int AS held, count(*) FILTER (WHERE live_hold.state = 'sold')::int AS sold
    FROM live_hold JOIN item ON item.id = live_hold.item_id
    WHERE live_hold.streamer_id = ${streamerId} AND live_hold.state <> 'active'
      AND live_hold.created_at > app_now() - make_interval(days => ${rule.days})
    GROUP BY 1
  `.execute(db)
  const seen = new Map(rows.map(row => [row.categoryCode, row]))
  const share = (code: CategoryCode) => {
    const { held, sold } = seen.get(code) ?? { held: 0, sold: 0 }
    return Math.max(
      1,
      Math.round((sold * 10_000 + rule.priorHolds * rule.priorSoldBps) / (held + rule.priorHolds)),
    )
  }
  return Object.fromEntries(CATEGORY_CODES.map(code => [code, share(code)])) as SellThrough
}
