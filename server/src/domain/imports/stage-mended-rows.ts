import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { newItemId } from './new-item-id.ts'
import type { GoodRow } from './rejudge-rows.ts'
import type { RepairScope } from './repair-scope.ts'

const HASH_BYTES = 8

/**
 * Puts mended rows among the staged ones. Their hash is like no other: what the file says on this line is not what was
 * taken over, so that neither must ever vouch for the other.
 */
export async function stageMendedRows(
  trx: Transaction<Database>,
  { importId, runToken }: RepairScope,
  good: GoodRow[],
): Promise<void> {
  if (good.length === 0) return
  const records = good.map(({ line, row }) => ({
    line,
    sku: row.sku,
    category: row.categoryCode,
    title: row.title,
    price_fen: row.priceFen?.toString() ?? null,
    brand: row.brand,
    model: row.model,
    identity: row.identity,
    qty: row.qty,
    ship_from: row.shipFrom,
    spec: jsonOf(row.specJson),
    extra: jsonOf(row.extraJson),
    photos: jsonOf(row.photosJson),
    report: row.report,
    stock_kind: row.stockKind,
    withdraw: row.withdraw,
    clears: row.clears.length === 0 ? null : row.clears,
    hash: randomBytes(HASH_BYTES).toString('hex'),
    item_id: newItemId(),
  }))
  await sql`
    INSERT INTO import_row (import_id, run_token, line, raw_hash, row_hash, new_item_id, supplier_sku, category_code,
      title, price_fen, brand, model, identity, qty, ship_from, spec, extra, photos, report, stock_kind, withdraw, clears)
    SELECT ${importId}::uuid, ${runToken}::bigint, line, decode(hash, 'hex'), decode(hash, 'hex'), item_id, sku, category,
      title, price_fen, brand, model, identity, qty, ship_from, spec, extra, photos, report, stock_kind, withdraw, clears
    FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS row(line int, sku text, category text, title text,
      price_fen bigint, brand text, model text, identity text, qty int, ship_from text, spec jsonb, extra jsonb,
      photos jsonb, report jsonb, stock_kind text, withdraw boolean, clears text[], hash text, item_id uuid)
  `.execute(trx)
}

/** JSON null must not become a value: null leaves what stands. */
function jsonOf(text: string | null): unknown {
  return text === null ? undefined : JSON.parse(text)
}
