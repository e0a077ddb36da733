import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type OneImport, tracesOf } from './import-traces.ts'

/** `sold` and `held` items are no longer the supplier's to move; `changed` since, so that undoing would lose that. */
export type KeptReason = 'sold' | 'held' | 'changed'

export interface UndoPreview {
  /** Items that would be, or were, put back as they stood before the import. */
  restorable: number
  /** The first of those that stay as they are. */
  kept: { sku: string; title: string; reason: KeptReason; byImportId: string | null }[]
  keptTotal: number
}

const KEPT_SHOWN = 50

/**
 * What taking the import back would do now; of one that was taken back, what that did. `import_not_ready` for an import
 * that was never applied.
 */
export async function previewUndo(db: Db, scope: OneImport): Promise<UndoPreview> {
  const stored = await db
    .selectFrom('itemImport')
    .select(['state', 'undoCounts'])
    .where('id', '=', scope.importId)
    .where('supplierId', '=', scope.supplierId)
    .executeTakeFirst()
  if (!stored) throw new DomainError('not_found', { what: 'import' })
  const isDone = stored.state === 'undone'
  if (stored.state !== 'applied' && stored.state !== 'undoing' && !isDone)
    throw new DomainError('import_not_ready', { state: stored.state })
  const traces = isDone
    ? sql`(SELECT * FROM import_undo WHERE import_id = ${scope.importId})`
    : tracesOf(scope)
  const { rows } = await sql<{ restorable: number; keptTotal: number; kept: UndoPreview['kept'] | null }>`
    WITH trace AS MATERIALIZED (SELECT * FROM ${traces} AS traces), shown AS (
      SELECT item.supplier_sku AS sku, item.title, trace.kept AS reason, trace.by_import_id AS "byImportId"
      FROM trace JOIN item ON item.id = trace.item_id WHERE trace.kept IS NOT NULL
      ORDER BY item.supplier_sku LIMIT ${KEPT_SHOWN}
    )
    SELECT count(*) FILTER (WHERE kept IS NULL)::int AS restorable, count(kept)::int AS kept_total,
      (SELECT json_agg(shown) FROM shown) AS kept
    FROM trace
  `.execute(db)
  const { restorable = 0, keptTotal = 0, kept = null } = rows[0] ?? {}
  const { restored } = (stored.undoCounts ?? { restored: 0 }) as { restored: number }
  return { restorable: isDone ? restored : restorable, kept: kept ?? [], keptTotal }
}
