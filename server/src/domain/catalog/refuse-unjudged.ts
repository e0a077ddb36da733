import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { judgedEnough } from './report-in-force.ts'
import { offered } from './item-states.ts'

export interface NewPrice {
  itemId: string
  priceFen: Fen
  /** Who asks decides what he is told to do: a supplier has the piece judged first, a streamer asks him to. */
  by: 'supplier' | 'streamer'
}

/**
 * Refuses a price at which a piece that is on offer would need another report than it has: `report_invalid` with the rule. A file
 * may still raise it; then the piece is off sale until a third party has judged it.
 */
export async function refuseUnjudged(
  trx: Transaction<Database>,
  { itemId, priceFen, by }: NewPrice,
): Promise<void> {
  const { rows } = await sql`
    SELECT FROM (SELECT report_id, category_code, ${priceFen}::bigint AS price_fen FROM item
        WHERE id = ${itemId} AND state IN ${offered}) AS item
      JOIN report ON report.id = item.report_id
    WHERE report.state = 'published' AND report.expires_at > app_now() AND NOT ${judgedEnough}
  `.execute(trx)
  if (rows.length === 0) return
  const { value, version } = await readRule(trx, 'third_party_required')
  throw new DomainError('report_invalid', {
    itemId,
    problem: by === 'supplier' ? 'judge_first' : 'only_own',
    fromFen: value.fromFen.toString(),
    rule: 'third_party_required',
    ruleVersion: version,
  })
}
