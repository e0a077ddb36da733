import { type RawBuilder, sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { heldNow } from '#domain/catalog/report-in-force.ts'
import type { ReportDraft } from '#domain/inspection/report.ts'
import type { StagedReport } from './check-report-cells.ts'
import type { ImportRun } from './import-run.ts'
import { ownItem } from './own-item.ts'

/** The import being applied, and the run whose rows stand staged. */
export interface Merge extends ImportRun {
  stagedToken: bigint
  /** False for a supplier's first file: nothing to lock, compare or collide with. */
  hasItems: boolean
}

const ofMerge = ({ importId, stagedToken }: Merge): RawBuilder<boolean> =>
  sql<boolean>`row.import_id = ${importId} AND row.run_token = ${stagedToken}`

/** One supplier's imports are merged one after the other; others are not slowed down. */
export async function lockSupplierImports(trx: Transaction<Database>, supplierId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`imports of ${supplierId}`}, 0))`.execute(trx)
}

export async function countStaged(trx: Transaction<Database>, merge: Merge): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`SELECT count(*)::int AS n FROM import_row AS row WHERE ${ofMerge(merge)}`.execute(trx)
  return rows[0]?.n ?? 0
}

export interface Conflict {
  line: number
  sku: string
  code: 'ITEM_HELD' | 'ITEM_SOLD'
  rawHash: string
}

/**
 * Locks the items that rows would change, in id order, and takes out the rows whose item is held or gone: from here on
 * no buyer and no session can move between our look and our change.
 */
export async function takeOutConflicts(trx: Transaction<Database>, merge: Merge): Promise<Conflict[]> {
  await sql`
    SELECT FROM item
    WHERE id = ANY(ARRAY(SELECT item.id FROM import_row AS row CROSS JOIN ${ownItem(merge.supplierId)} WHERE ${ofMerge(merge)}))
    ORDER BY id FOR NO KEY UPDATE
  `.execute(trx)
  const { rows } = await sql<Conflict>`
    SELECT row.line, row.supplier_sku AS sku, encode(row.raw_hash, 'hex') AS raw_hash,
      CASE WHEN item.state IN ('sold', 'external_sold') THEN 'ITEM_SOLD' ELSE 'ITEM_HELD' END AS code
    FROM import_row AS row CROSS JOIN ${ownItem(merge.supplierId)}
    WHERE ${ofMerge(merge)}
      AND (item.state IN ('sold', 'external_sold', 'on_loan', 'returning') OR ${heldNow})
  `.execute(trx)
  if (rows.length > 0) {
    const lines = rows.map(row => row.line)
    await sql`DELETE FROM import_row AS row WHERE ${ofMerge(merge)} AND row.line = ANY(${lines}::int[])`.execute(
      trx,
    )
  }
  return rows
}

/** What the row makes of the item: what it gives, else what stands. */
const merged = sql`
  category_code = row.category_code, title = row.title, price_fen = row.price_fen,
  brand = coalesce(row.brand, item.brand), model = coalesce(row.model, item.model),
  identity = coalesce(row.identity, item.identity), qty = coalesce(row.qty, item.qty),
  ship_from = coalesce(row.ship_from, item.ship_from), spec = item.spec || coalesce(row.spec, '{}'),
  extra = item.extra || coalesce(row.extra, '{}'), photos = coalesce(row.photos, item.photos)`

const snapshot = (of: 'item' | 'next') => sql`jsonb_build_object(
  'categoryCode', ${sql.ref(`${of}.category_code`)}, 'title', ${sql.ref(`${of}.title`)},
  'priceFen', ${sql.ref(`${of}.price_fen`)}::text, 'brand', ${sql.ref(`${of}.brand`)}, 'model', ${sql.ref(`${of}.model`)},
  'identity', ${sql.ref(`${of}.identity`)}, 'qty', ${sql.ref(`${of}.qty`)}, 'shipFrom', ${sql.ref(`${of}.ship_from`)},
  'spec', ${sql.ref(`${of}.spec`)}, 'photos', ${sql.ref(`${of}.photos`)})`

/** Changes the items that are there, raises their version, and keeps before and after. Returns how many. */
export async function updateChanged(trx: Transaction<Database>, merge: Merge): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    WITH clock AS MATERIALIZED (SELECT app_now() AS now), row AS MATERIALIZED (
      SELECT row.*, item.id AS item_id, ${snapshot('item')} AS before
      FROM import_row AS row CROSS JOIN ${ownItem(merge.supplierId)}
      WHERE ${ofMerge(merge)}
    ), next AS (
      UPDATE item SET ${merged}, version = item.version + 1, row_hash = row.row_hash, import_id = row.import_id,
        import_line = row.line, stock_confirmed_at = clock.now, updated_at = clock.now
      FROM row, clock
      WHERE item.id = row.item_id
      RETURNING item.*, row.before AS facts_before
    ), kept AS (
      INSERT INTO item_history (item_id, version, at, actor, import_id, import_line, before, after)
      SELECT next.id, next.version, next.updated_at, ${`member:${merge.createdBy}`}, next.import_id, next.import_line,
        next.facts_before, ${snapshot('next')}
      FROM next
      RETURNING 1
    )
    SELECT count(*)::int AS n FROM kept
  `.execute(trx)
  return rows[0]?.n ?? 0
}

/** Inserts in slices, so that no single statement outlives its time-out. An item's first state is its own record: no history row. */
export async function insertNew(trx: Transaction<Database>, merge: Merge): Promise<number> {
  const { rows: bounds } = await sql<{ first: number | null; last: number | null }>`
    SELECT min(line) AS first, max(line) AS last FROM import_row AS row WHERE ${ofMerge(merge)}
  `.execute(trx)
  const { first, last } = bounds[0] ?? {}
  let inserted = 0
  if (typeof first !== 'number' || typeof last !== 'number') return 0
  for (let from = first; from <= last; from += LINES_PER_STATEMENT) {
    const { numAffectedRows } = await sql`
      INSERT INTO item (id, supplier_id, supplier_sku, category_code, title, brand, model, spec, extra, identity,
        price_fen, qty, photos, ship_from, row_hash, import_id, import_line, stock_confirmed_at, created_at, updated_at)
      SELECT row.new_item_id, ${merge.supplierId}, row.supplier_sku, row.category_code, row.title, row.brand, row.model,
        coalesce(row.spec, '{}'), coalesce(row.extra, '{}'), row.identity, row.price_fen, coalesce(row.qty, 1),
        coalesce(row.photos, '[]'), row.ship_from, row.row_hash, row.import_id, row.line, clock.now, clock.now, clock.now
      FROM import_row AS row, (SELECT app_now() AS now OFFSET 0) AS clock
      WHERE ${ofMerge(merge)} AND row.line >= ${from} AND row.line < ${from + LINES_PER_STATEMENT}
      ${merge.hasItems ? sql`ON CONFLICT (supplier_id, supplier_sku) DO NOTHING` : sql``}
    `.execute(trx)
    inserted += Number(numAffectedRows ?? 0n)
  }
  return inserted
}

const LINES_PER_STATEMENT = 50_000

export interface ReportRow {
  line: number
  sku: string
  rawHash: string
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
    identity: string | null
    report: StagedReport
  }>`
    SELECT row.line, row.supplier_sku AS sku, encode(row.raw_hash, 'hex') AS raw_hash, item.id AS item_id, item.identity, row.report
    FROM import_row AS row CROSS JOIN ${ownItem(merge.supplierId)}
    WHERE ${ofMerge(merge)} AND row.report IS NOT NULL AND row.line > ${afterLine}
    ORDER BY row.line LIMIT ${limit}
  `.execute(trx)
  return rows.map(({ line, sku, rawHash, itemId, identity, report: { agency, inspector, ...report } }) => ({
    line,
    sku,
    rawHash,
    draft: { ...report, itemId, identity, agencyName: agency, inspectorName: inspector },
  }))
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
