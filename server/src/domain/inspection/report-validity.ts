import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

/**
 * Whether a report still stands behind a sale: published, not revoked, not run out. For an order this is asked of the
 * report pinned on it; plaza and holds ask it of the item's current one (catalog's `reportInForce`).
 */
export async function isReportInForce(db: Db, reportId: string): Promise<boolean> {
  const row = await db
    .selectFrom('report')
    .select('id')
    .where('id', '=', reportId)
    .where('state', '=', 'published')
    .where('expiresAt', '>', sql<Date>`app_now()`)
    .executeTakeFirst()
  return row !== undefined
}
