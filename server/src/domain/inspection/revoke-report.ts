import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'

/**
 * Withdraws a signed report: from this moment nothing can be sold on it, and the public page says why. An available item
 * falls back to draft until it is inspected anew. False when it was withdrawn before. The caller has locked the item.
 */
export async function revokeReport(
  trx: Transaction<Database>,
  { reportId, reason }: { reportId: string; reason: string },
): Promise<boolean> {
  const { rows } = await sql<{ itemId: string }>`
    UPDATE report SET state = 'revoked', revoked_at = app_now(), revoked_reason = ${reason}
    WHERE id = ${reportId} AND state IN ('published', 'superseded') RETURNING item_id
  `.execute(trx)
  const [revoked] = rows
  if (!revoked) return false
  await sql`UPDATE item SET state = 'draft', updated_at = app_now()
    WHERE id = ${revoked.itemId} AND report_id = ${reportId} AND state = 'available'`.execute(trx)
  return true
}
