import type pg from 'pg'

/** What differs between two runs of one file without either being wrong: ids, times, and what is made of them. */
const MADE_OF_CODE = ['code', 'content_hash', 'signature', 'signing_key_id']
/** Agencies are entered with the migrations, so that each database has its own ids for them. */
const OF_THE_DATABASE = ['inspection_agency_id', 'inspector_id']
const OWN = {
  item: ['id', 'supplier_id', 'report_id', 'created_at', 'updated_at', 'stock_confirmed_at'],
  report: [
    'id',
    'item_id',
    'supplier_id',
    'created_at',
    'published_at',
    'expires_at',
    ...OF_THE_DATABASE,
    ...MADE_OF_CODE,
  ],
  item_history: ['item_id', 'at', 'actor'],
  import_row: ['run_token', 'new_item_id'],
  import_error: [],
  import_failed_row: [],
  import_undo: ['item_id'],
  import_manifest: ['supplier_id', 'updated_at'],
}

/** What runs leave behind while they work; nothing of it may stay after the last one. */
const PASSING = ['import_row', 'import_progress', 'import_staged_manifest', 'import_cancel']

/** The rows of each table, as text that is equal for equal runs. */
export type Outcome = Record<string, string[]>

/** Everything that imports wrote. Only for a database with one supplier. */
export async function readOutcome(owner: pg.Pool): Promise<Outcome> {
  const { rows: imports } = await owner.query<{ id: string; line: string }>(
    `SELECT id, jsonb_build_array(state, counts, undo_counts, mapping, encoding, delimiter, brake,
       brake_accepted_at IS NULL, error_code, stopped_at, staged_manifest, open_until IS NULL)::text AS line
     FROM item_import ORDER BY created_at`,
  )
  const { rows: reports } = await owner.query<{ id: string; version: number }>(
    'SELECT id, version FROM report',
  )
  const versions = new Map(reports.map(({ id, version }) => [id, version]))
  const named = (line: string) =>
    imports
      .reduce((text, { id }, at) => text.replaceAll(id, `import ${at + 1}`), line)
      // Of an item's own reports the version tells which one it was.
      .replaceAll(/"reportId": "([^"]+)"/g, (_, id: string) => `"reportId": "version ${versions.get(id)}"`)
  const outcome: Outcome = { item_import: imports.map(({ line }) => line) }
  for (const [table, own] of Object.entries(OWN)) {
    const { rows } = await owner.query<{ line: string }>(
      `SELECT (to_jsonb(own) - $1::text[] #- '{content,code}')::text || coalesce(item.supplier_sku, '') AS line
       FROM ${table} AS own LEFT JOIN item ON item.id = (to_jsonb(own)->>'item_id')::uuid`,
      [own],
    )
    outcome[table] = rows.map(({ line }) => named(line)).sort()
  }
  return outcome
}

/** How many rows each table still holds that only a run at work may have. */
export async function readLeftovers(owner: pg.Pool): Promise<Record<string, number>> {
  const { rows } = await owner.query<{ name: string; n: number }>(
    PASSING.map(name => `SELECT '${name}' AS name, count(*)::int AS n FROM ${name}`).join(' UNION ALL '),
  )
  return Object.fromEntries(rows.map(({ name, n }) => [name, n]))
}
