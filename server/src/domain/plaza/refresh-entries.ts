import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { fitForOffer } from '#domain/catalog/on-offer.ts'
import { bestOffered, offeredBy } from './rate-for-anybody.ts'
import { type Searched, tokensOfItem } from './search-tokens.ts'

const CHANGES_PER_BATCH = 500
const MOST_BATCHES = 400

/**
 * Brings the plaza's entries up to what the items say now: those on offer in, the others out. Follows the log of changes,
 * in bounded batches; may run twice at once, and loses nothing when it dies. Returns how many changes it worked off.
 */
export async function refreshEntries(deps: { db: Db }): Promise<number> {
  let total = 0
  let after = 0n
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const done = await deps.db.transaction().execute(trx => refreshBatch(trx, after))
    total += done.changes
    if (done.changes < CHANGES_PER_BATCH) break
    after = done.last
  }
  return total
}

/**
 * Items are read after their changes were taken, so that what is written is at least as new as what was logged. A batch
 * begins where the last one ended: what lies before is deleted, and would be walked through again and again.
 */
async function refreshBatch(
  trx: Transaction<Database>,
  after: bigint,
): Promise<{ changes: number; last: bigint }> {
  const { rows: changes } = await sql<{ id: bigint; itemId: string }>`
    DELETE FROM plaza_item_change WHERE id IN (
      SELECT id FROM plaza_item_change WHERE id > ${after} ORDER BY id LIMIT ${CHANGES_PER_BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING id, item_id
  `.execute(trx)
  const last = changes.reduce((most, { id }) => (id > most ? id : most), after)
  if (changes.length === 0) return { changes: 0, last }
  const itemIds = [...new Set(changes.map(change => change.itemId))].sort()
  await lockEntries(trx, itemIds)
  const offered = await readOffered(trx, itemIds)
  await sql`DELETE FROM plaza_entry WHERE item_id = ANY(${itemIds}::uuid[]) AND item_id <> ALL(${offered.map(row => row.itemId)}::uuid[])`.execute(
    trx,
  )
  await writeEntries(trx, offered)
  return { changes: changes.length, last }
}

/** Two batches that meet the same item write it one after the other, the later with what it reads after the earlier. */
async function lockEntries(trx: Transaction<Database>, itemIds: string[]): Promise<void> {
  await sql`
    SELECT pg_advisory_xact_lock(hashtextextended('plaza ' || id, 0)) FROM unnest(${itemIds}::text[]) AS id
  `.execute(trx)
}

interface OfferedRow extends Searched {
  itemId: string
}

async function readOffered(trx: Transaction<Database>, itemIds: string[]): Promise<OfferedRow[]> {
  const { rows } = await sql<OfferedRow>`
    SELECT item.id AS item_id, item.title, item.brand, item.model, item.supplier_sku, item.category_code, item.grade
    FROM item JOIN report ON report.id = item.report_id
    WHERE item.id = ANY(${itemIds}::uuid[]) AND ${fitForOffer}
  `.execute(trx)
  return rows
}

async function writeEntries(trx: Transaction<Database>, offered: OfferedRow[]): Promise<void> {
  if (offered.length === 0) return
  const tokens = offered.map(row => ({ item_id: row.itemId, tokens: tokensOfItem(row) }))
  const suppliers = sql`SELECT supplier_id FROM item WHERE id = ANY(${offered.map(row => row.itemId)}::uuid[])`
  await sql`
    WITH ${offeredBy(suppliers)}
    INSERT INTO plaza_entry (item_id, supplier_id, category_code, brand, model, grade, report_kind, inspected_on,
      report_expires_at, stock_kind, tier, ship_from, price_fen, listed_at, rate_bps, commission_fen, tokens)
    SELECT item.id, item.supplier_id, item.category_code, item.brand, item.model, item.grade, report.kind,
      report.inspected_on, report.expires_at, item.stock_kind, party.tier, item.ship_from, item.price_fen,
      coalesce(entry.listed_at, app_now()), winner.rate_bps, winner.commission_fen,
      ARRAY(SELECT token::int FROM jsonb_array_elements_text(row.tokens) AS token)
    FROM jsonb_to_recordset(${JSON.stringify(tokens)}::jsonb) AS row(item_id uuid, tokens jsonb)
    JOIN item ON item.id = row.item_id
    JOIN report ON report.id = item.report_id
    JOIN party ON party.id = item.supplier_id
    LEFT JOIN plaza_entry AS entry ON entry.item_id = item.id
    ${bestOffered}
    ORDER BY item.id
    ON CONFLICT (item_id) DO UPDATE SET category_code = excluded.category_code, brand = excluded.brand,
      model = excluded.model, grade = excluded.grade, report_kind = excluded.report_kind,
      inspected_on = excluded.inspected_on, report_expires_at = excluded.report_expires_at,
      stock_kind = excluded.stock_kind, tier = excluded.tier, ship_from = excluded.ship_from,
      price_fen = excluded.price_fen, rate_bps = excluded.rate_bps, commission_fen = excluded.commission_fen,
      tokens = excluded.tokens
  `.execute(trx)
}
