import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { bestOffered, offeredBy } from './rate-for-anybody.ts'

const ENTRIES_PER_BATCH = 2_000
const MOST_BATCHES = 400
/** Rates start at midnight; what a sale earns is always computed anew, so that only the order of a list may lag. */
const LOOK_EVERY_SECONDS = 15

/**
 * Brings commission and tier of the plaza's entries up to what plans and parties say now, supplier by supplier, in bounded
 * batches that take up where a dead one stopped. Rates that start and plans that end at an instant are found when it has come.
 */
export async function refreshTerms(deps: { db: Db }): Promise<void> {
  await deps.db.transaction().execute(noteRatesThatStarted)
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    if (!(await deps.db.transaction().execute(refreshBatch))) break
  }
}

async function noteRatesThatStarted(trx: Transaction<Database>): Promise<void> {
  await sql`
    WITH clock AS (SELECT as_of, app_now() AS now FROM plaza_terms_clock
      WHERE as_of < app_now() - make_interval(secs => ${LOOK_EVERY_SECONDS}) FOR UPDATE SKIP LOCKED),
    started AS (
      INSERT INTO plaza_terms_change (supplier_id)
      SELECT DISTINCT plan.supplier_id FROM plan_rate JOIN plan ON plan.id = plan_rate.plan_id, clock
      WHERE plan_rate.effective_from > clock.as_of AND plan_rate.effective_from <= clock.now
      UNION SELECT supplier_id FROM plan, clock WHERE ends_at > clock.as_of AND ends_at <= clock.now
      UNION SELECT supplier_id FROM plan, clock WHERE paused_from > clock.as_of AND paused_from <= clock.now
      UNION SELECT supplier_id FROM plan, clock WHERE resumes_at > clock.as_of AND resumes_at <= clock.now
    )
    UPDATE plaza_terms_clock SET as_of = clock.now FROM clock
  `.execute(trx)
}

/** False when there was nothing to do. */
async function refreshBatch(trx: Transaction<Database>): Promise<boolean> {
  const { rows } = await sql<{ id: bigint; supplierId: string; afterItemId: string | null }>`
    SELECT id, supplier_id, after_item_id FROM plaza_terms_change ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
  `.execute(trx)
  const [change] = rows
  if (!change) return false
  const { supplierId, afterItemId } = change
  // What was noted more than once need be done only once, unless it was already begun.
  await sql`
    DELETE FROM plaza_terms_change WHERE id IN (
      SELECT id FROM plaza_terms_change WHERE supplier_id = ${supplierId} AND id > ${change.id} AND ${afterItemId}::uuid IS NULL
      FOR UPDATE SKIP LOCKED)
  `.execute(trx)
  const last = await refreshSupplier(trx, supplierId, afterItemId)
  if (last === null) await sql`DELETE FROM plaza_terms_change WHERE id = ${change.id}`.execute(trx)
  else await sql`UPDATE plaza_terms_change SET after_item_id = ${last} WHERE id = ${change.id}`.execute(trx)
  return true
}

/** Writes the entries that differ; returns the last one looked at, or null when all were. */
async function refreshSupplier(
  trx: Transaction<Database>,
  supplierId: string,
  afterItemId: string | null,
): Promise<string | null> {
  const { rows } = await sql<{ last: string | null; n: number }>`
    WITH slice AS MATERIALIZED (
      SELECT item_id, supplier_id, category_code, price_fen FROM plaza_entry
      WHERE supplier_id = ${supplierId} AND (${afterItemId}::uuid IS NULL OR item_id > ${afterItemId}::uuid)
      ORDER BY item_id LIMIT ${ENTRIES_PER_BATCH} FOR UPDATE
    ), ${offeredBy(sql`${supplierId}`)},
    rated AS MATERIALIZED (
      SELECT item.id AS item_id, winner.rate_bps, winner.commission_fen
      FROM (SELECT item_id AS id, supplier_id, category_code, price_fen FROM slice) AS item ${bestOffered}
    ), written AS (
      UPDATE plaza_entry AS entry SET rate_bps = rated.rate_bps, tier = party.tier, commission_fen = rated.commission_fen
      FROM rated, party
      WHERE entry.item_id = rated.item_id AND party.id = ${supplierId}
        AND (entry.rate_bps, entry.commission_fen, entry.tier)
          IS DISTINCT FROM (rated.rate_bps, rated.commission_fen, party.tier)
    )
    SELECT (SELECT item_id FROM slice ORDER BY item_id DESC LIMIT 1) AS last, (SELECT count(*)::int FROM slice) AS n
  `.execute(trx)
  const { last = null, n = 0 } = rows[0] ?? {}
  return n < ENTRIES_PER_BATCH ? null : last
}
