import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { standing } from '#domain/catalog/item-states.ts'

interface Ending {
  supplierId: string
  itemId: string
  /** The last day on which the reports count. */
  day: string
  count: number
}

const LAST_DAY = sql`business_day(report.expires_at - interval '1 second')::text`

/**
 * Tells suppliers whose goods are on offer that their reports end within the days of the rule `report_warning`: once per
 * report, one notice per supplier and last day in a run. Up to `limit` reports in one run; returns how many.
 */
export async function warnOfExpiry({ db }: { db: Db }, { limit }: { limit: number }): Promise<number> {
  const { value } = await readRule(db, 'report_warning')
  return db.transaction().execute(async trx => {
    const { rows } = await sql<Ending>`
      WITH due AS (
        SELECT report.id, report.supplier_id, report.item_id, ${LAST_DAY} AS day
        FROM report JOIN item ON item.report_id = report.id
        WHERE report.state = 'published' AND report.expired_at IS NULL AND report.warned_at IS NULL
          AND report.expires_at > app_now() AND report.expires_at <= app_now() + make_interval(days => ${value.days}::int)
          AND item.state IN ${standing}
        ORDER BY report.expires_at LIMIT ${limit}
        FOR NO KEY UPDATE OF report SKIP LOCKED
      ), warned AS (
        UPDATE report SET warned_at = app_now() FROM due WHERE report.id = due.id
        RETURNING due.supplier_id, due.item_id, due.day
      )
      SELECT supplier_id, day, (array_agg(item_id ORDER BY item_id))[1] AS item_id, count(*)::int AS count
      FROM warned GROUP BY supplier_id, day ORDER BY supplier_id, day
    `.execute(trx)
    for (const ending of rows) await tell(trx, 'report_expires_soon', ending)
    return sum(rows)
  })
}

/**
 * Takes goods off whose report has run out; a new report puts them back. What a session or a buyer holds at this moment is
 * taken when it is free. Up to `limit` reports in one run; returns how many were seen.
 */
export async function takeOffExpired({ db }: { db: Db }, { limit }: { limit: number }): Promise<number> {
  return db.transaction().execute(async trx => {
    const { rows } = await sql<Ending & { seen: number }>`
      WITH due AS (
        SELECT report.id, report.supplier_id, report.item_id, item.state = 'available' AS offered, ${LAST_DAY} AS day
        FROM report JOIN item ON item.id = report.item_id
        WHERE report.state = 'published' AND report.expired_at IS NULL AND report.expires_at <= app_now()
          AND item.state NOT IN ('live_held', 'checkout_held', 'on_loan')
        ORDER BY item.id LIMIT ${limit}
        FOR NO KEY UPDATE OF item, report SKIP LOCKED
      ), seen AS (
        UPDATE report SET expired_at = app_now() FROM due WHERE report.id = due.id RETURNING due.id
      ), taken AS (
        UPDATE item SET state = 'draft', updated_at = app_now() FROM due
        WHERE item.id = due.item_id AND due.offered AND item.state = 'available' AND item.report_id = due.id
        RETURNING due.supplier_id, due.item_id, due.day
      )
      SELECT supplier_id, day, (array_agg(item_id ORDER BY item_id))[1] AS item_id, count(*)::int AS count,
        (SELECT count(*)::int FROM seen) AS seen
      FROM taken GROUP BY supplier_id, day
      UNION ALL SELECT NULL, NULL, NULL, 0, (SELECT count(*)::int FROM seen)
    `.execute(trx)
    for (const ending of rows) if (ending.count > 0) await tell(trx, 'report_expired', ending)
    return rows[0]?.seen ?? 0
  })
}

/** Longer than any hold lasts, so that what it kept on offer is found when it ends. */
const REVOKED_DAYS = 3

/**
 * Takes goods off that came back from a hold, or from a buyer who did not pay, after their report was revoked. The supplier
 * has been told then. Up to `limit` in one run; returns how many.
 */
export async function takeOffRevoked({ db }: { db: Db }, { limit }: { limit: number }): Promise<number> {
  const { numAffectedRows } = await sql`
    UPDATE item SET state = 'draft', updated_at = app_now()
    WHERE state = 'available' AND id IN (
      SELECT item.id FROM report JOIN item ON item.report_id = report.id
      WHERE report.state = 'revoked' AND report.revoked_at > app_now() - make_interval(days => ${REVOKED_DAYS}::int)
        AND item.state = 'available'
      ORDER BY item.id LIMIT ${limit} FOR NO KEY UPDATE OF item SKIP LOCKED
    )
  `.execute(db)
  return Number(numAffectedRows ?? 0n)
}

async function tell(
  trx: Transaction<Database>,
  kind: 'report_expires_soon' | 'report_expired',
  { supplierId, itemId, day, count }: Ending,
): Promise<void> {
  // Of one day's reports a part may be told by one run and a part by the next: each names its own first piece.
  const key = `${kind}:${supplierId}:${day}:${itemId}`
  await tellParty(trx, { partyId: supplierId, kind, key, refId: itemId, facts: { day, count } })
}

const sum = (endings: Ending[]) => endings.reduce((total, { count }) => total + count, 0)
