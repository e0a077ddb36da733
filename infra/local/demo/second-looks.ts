import { decideReinspection } from '@haowu/server/domain/inspection/decide-reinspection.ts'
import { sql } from 'kysely'
import type { Cast } from './cast.ts'
import type { Stage } from './stage.ts'

/**
 * Two phones drawn for a second look, one of them seen already. Of so few reports the lot would mostly pick none, so the story
 * writes down its outcome; a real draw stands beside its seed.
 */
export async function drawSecondLooks(stage: Stage, { operator }: Cast): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    WITH day AS (
      INSERT INTO reinspection_draw (day, seed_hash, rate_bps, reports, picked)
      SELECT business_day(app_now()) - 10, encode(sha256('demo'), 'hex'), 200, 21, 2 RETURNING day
    )
    INSERT INTO reinspection (report_id, item_id, supplier_id, inspection_agency_id, inspector_id, drawn_for)
    SELECT report.id, item.id, item.supplier_id, report.inspection_agency_id, report.inspector_id, day.day
    FROM day, item JOIN report ON report.id = item.report_id
    WHERE item.supplier_sku IN ('CZ-P007', 'CZ-P012') ORDER BY item.supplier_sku RETURNING id
  `.execute(stage.db)
  const [seen] = rows
  if (!seen) throw new Error('nothing was drawn')
  await decideReinspection(stage, {
    reinspectionId: seen.id,
    outcome: 'match',
    differences: [],
    note: '电池读数 93%，与报告一致。',
    memberId: operator.memberId,
    actor: `user:${operator.userId}`,
  })
}
