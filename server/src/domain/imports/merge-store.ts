import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { offered } from '#domain/catalog/item-states.ts'
import { heldNow } from '#domain/catalog/report-in-force.ts'
import type { ReportDraft } from '#domain/inspection/report.ts'
import type { StagedReport } from './check-report-cells.ts'
import { factsAfter, itemFacts } from './item-facts.ts'
import { type LineRange, type Merge, ofMerge, within } from './staged-rows.ts'
import { ownItem } from './own-item.ts'
import { comesBack, goesOff, isAdmitted, mergedValues, offeredAgain, outgrowsReport } from './row-effects.ts'

/** One supplier's imports are merged one after the other; others are not slowed down. */
export async function lockSupplierImports(trx: Transaction<Database>, supplierId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`imports of ${supplierId}`}, 0))`.execute(trx)
}

export interface Conflict {
  line: number
  sku: string
  code: 'ITEM_HELD' | 'ITEM_SOLD'
  rawHash: string
  facts?: never
}

const gone = sql<boolean>`item.state IN ('sold', 'external_sold', 'on_loan', 'returning', 'lost')`
const held = sql<boolean>`item.state IN ('live_held', 'checkout_held')`

/**
 * Locks the items that rows would change, in id order, and takes out the rows whose item is held or gone: from here on
 * no buyer and no session can move between our look and our change.
 */
export async function takeOutConflicts(trx: Transaction<Database>, merge: Merge): Promise<Conflict[]> {
  const { rows: locked } = await sql<{ any: boolean | null }>`
    SELECT bool_or(${gone} OR ${held}) AS any FROM (
      SELECT state FROM item
      WHERE supplier_id = ${merge.supplierId} AND supplier_sku = ANY(ARRAY(SELECT row.supplier_sku FROM import_row AS row WHERE ${ofMerge(merge)}))
      ORDER BY id FOR NO KEY UPDATE
    ) AS item
  `.execute(trx)
  if (!locked[0]?.any) return []
  const { rows } = await sql<Conflict>`
    SELECT row.line, row.supplier_sku AS sku, encode(row.raw_hash, 'hex') AS raw_hash,
      CASE WHEN item.state IN ('sold', 'external_sold', 'lost') THEN 'ITEM_SOLD' ELSE 'ITEM_HELD' END AS code
    FROM import_row AS row CROSS JOIN ${ownItem(merge.supplierId)}
    WHERE ${ofMerge(merge)} AND (${gone} OR ${heldNow} OR (row.withdraw AND ${held}))
  `.execute(trx)
  if (rows.length > 0) {
    const lines = rows.map(row => row.line)
    await sql`DELETE FROM import_row AS row WHERE ${ofMerge(merge)} AND row.line = ANY(${lines}::int[])`.execute(
      trx,
    )
  }
  return rows
}

const onOffer = sql<boolean>`item.state IN ${offered}`

/**
 * Changes the items that are there, raises their version, and keeps before and after. A piece that the file makes another than
 * its report speaks of has none any more and is off sale until it is inspected as what it is now. Returns how many.
 */
export async function updateChanged(
  trx: Transaction<Database>,
  merge: Merge,
  range: LineRange,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    WITH clock AS MATERIALIZED (SELECT app_now() AS now), row AS MATERIALIZED (
      SELECT row.*, item.id AS item_id, ${itemFacts('item')} AS before, ${comesBack} AS comes_back, ${goesOff} AS goes_off,
        ${outgrowsReport} AS outgrows
      FROM import_row AS row CROSS JOIN ${ownItem(merge.supplierId)}
      WHERE ${ofMerge(merge)} AND ${within(range)}
    ), next AS (
      UPDATE item SET ${mergedValues}, version = item.version + 1, row_hash = row.row_hash, import_id = row.import_id,
        import_line = row.line, stock_confirmed_at = clock.now, updated_at = clock.now,
        state = CASE WHEN row.goes_off THEN 'withdrawn'
          WHEN row.outgrows AND (row.comes_back OR ${onOffer}) THEN 'draft'
          WHEN row.comes_back THEN ${offeredAgain}
          WHEN item.state = 'available' AND row.category_code <> item.category_code
            AND NOT ${isAdmitted(sql`row.category_code`)} THEN 'draft'
          ELSE item.state END,
        report_id = CASE WHEN NOT row.outgrows THEN item.report_id END,
        -- Holds whose time is over may still stand on it.
        checkout_order_id = CASE WHEN NOT row.outgrows THEN item.checkout_order_id END,
        checkout_until = CASE WHEN NOT row.outgrows THEN item.checkout_until END,
        withdrawn_by = CASE WHEN row.goes_off THEN 'supplier' WHEN row.comes_back THEN NULL ELSE item.withdrawn_by END
      FROM row, clock
      WHERE item.id = row.item_id
      RETURNING item.*, row.before AS facts_before
    ), kept AS (
      INSERT INTO item_history (item_id, version, at, actor, cause, import_id, import_line, before, after)
      SELECT next.id, next.version, next.updated_at, ${`member:${merge.createdBy}`}, ${causeOf(merge)}, next.import_id,
        next.import_line, next.facts_before, ${factsAfter}
      FROM next
      RETURNING 1
    )
    SELECT count(*)::int AS n FROM kept
  `.execute(trx)
  return rows[0]?.n ?? 0
}

/** The clock as a value of the statement; as a table it is joined last where few rows are expected, and asked for each row. */
const once = sql`(SELECT app_now())`

/** An item's first state is its own record: no history row. */
export async function insertNew(trx: Transaction<Database>, merge: Merge, range: LineRange): Promise<number> {
  const { numAffectedRows } = await sql`
    INSERT INTO item (id, supplier_id, supplier_sku, category_code, stock_kind, title, brand, model, spec, extra,
      identity, price_fen, qty, photos, ship_from, row_hash, import_id, import_line, feed_source_id, stock_feed_id,
      stock_confirmed_at, created_at, updated_at)
    SELECT row.new_item_id, ${merge.supplierId}, row.supplier_sku, row.category_code, coalesce(row.stock_kind, 'unique'),
      row.title, row.brand, row.model, coalesce(row.spec, '{}'), coalesce(row.extra, '{}'), row.identity, row.price_fen,
      coalesce(row.qty, 1), coalesce(row.photos, '[]'), row.ship_from, row.row_hash, row.import_id, row.line,
      ${merge.feedSourceId}, ${merge.feedSourceId}, ${once}, ${once}, ${once}
    FROM import_row AS row
    WHERE ${ofMerge(merge)} AND ${within(range)}
    ${merge.hasItems ? sql`ON CONFLICT (supplier_id, supplier_sku) DO NOTHING` : sql``}
  `.execute(trx)
  return Number(numAffectedRows ?? 0n)
}

/** What the history says moved an item. */
function causeOf({ source }: Merge): string {
  return source === 'feed' || source === 'api' || source === 'edit' ? source : 'import'
}

/**
 * Takes off what a full file no longer names. What somebody holds or has bought meanwhile stays, and is noted as kept.
 * Says how many went, and how many are held; one that was sold meanwhile is rightly left out.
 */
export async function takeOffMissing(
  trx: Transaction<Database>,
  merge: Merge,
): Promise<{ missing: number; held: number }> {
  const { rows: stayed } = await sql<{ kept: 'held' | 'sold' }>`
    UPDATE import_missing AS missing SET kept = CASE WHEN item.state = ANY(ARRAY['live_held', 'checkout_held', 'on_loan', 'returning'])
      THEN 'held' ELSE 'sold' END
    FROM (SELECT * FROM item WHERE id IN (SELECT item_id FROM import_missing WHERE import_id = ${merge.importId})
      ORDER BY id FOR NO KEY UPDATE) AS item
    WHERE missing.import_id = ${merge.importId} AND missing.item_id = item.id
      AND item.state <> ALL(ARRAY['draft', 'available', 'quarantined', 'withdrawn'])
    RETURNING kept
  `.execute(trx)
  const { rows } = await sql<{ n: number }>`
    WITH before AS MATERIALIZED (
      SELECT item.id, ${itemFacts('item')} AS facts FROM item JOIN import_missing AS missing ON missing.item_id = item.id
      WHERE missing.import_id = ${merge.importId} AND missing.kept IS NULL AND item.state <> 'withdrawn'
    ), next AS (
      UPDATE item SET state = 'withdrawn', withdrawn_by = 'feed', version = item.version + 1, row_hash = NULL,
        import_id = ${merge.importId}, import_line = NULL, updated_at = app_now()
      FROM before WHERE item.id = before.id
      RETURNING item.*, before.facts AS facts_before
    ), kept AS (
      INSERT INTO item_history (item_id, version, at, actor, cause, import_id, before, after)
      SELECT next.id, next.version, next.updated_at, ${`member:${merge.createdBy}`}, 'missing', ${merge.importId},
        next.facts_before, ${itemFacts('next')}
      FROM next
      RETURNING 1
    )
    SELECT count(*)::int AS n FROM kept
  `.execute(trx)
  const held = stayed.filter(({ kept }) => kept === 'held').length
  return { missing: rows[0]?.n ?? 0, held }
}

export interface ReportRow {
  line: number
  sku: string
  rawHash: string
  categoryCode: string
  draft: ReportDraft
}

/** The next rows with inspection columns after `afterLine`, with the items they belong to by now. */
export async function readReportRows(
  trx: Transaction<Database>,
  merge: Merge,
  { afterLine, limit }: { afterLine: number; limit: number },
): Promise<ReportRow[]> {
  const { rows } = await sql<{
    line: number
    sku: string
    rawHash: string
    itemId: string
    categoryCode: string
    identity: string | null
    report: StagedReport
  }>`
    SELECT row.line, row.supplier_sku AS sku, encode(row.raw_hash, 'hex') AS raw_hash, item.id AS item_id,
      item.category_code, item.identity, row.report
    FROM import_row AS row CROSS JOIN ${ownItem(merge.supplierId)}
    WHERE ${ofMerge(merge)} AND row.report IS NOT NULL AND row.line > ${afterLine}
    ORDER BY row.line LIMIT ${limit}
  `.execute(trx)
  return rows.map(
    ({ line, sku, rawHash, itemId, categoryCode, identity, report: { agency, inspector, ...report } }) => ({
      line,
      sku,
      rawHash,
      categoryCode,
      draft: { ...report, itemId, identity, agencyName: agency, inspectorName: inspector },
    }),
  )
}

/** Items of these that were quarantined because their identity is on offer elsewhere. */
export async function readQuarantined(trx: Transaction<Database>, itemIds: string[]): Promise<Set<string>> {
  const rows = await trx
    .selectFrom('item')
    .select('id')
    .where('id', '=', sql<string>`ANY(${itemIds}::uuid[])`)
    .where('state', '=', 'quarantined')
    .execute()
  return new Set(rows.map(row => row.id))
}
