import { type RawBuilder, sql } from 'kysely'
import { heldNow } from '#domain/catalog/report-in-force.ts'

export interface OneImport {
  supplierId: string
  importId: string
}

/**
 * Every item that the import brought in or changed, with the version it made of it, whether it can still be taken back,
 * and if not, why: `item_id, version, inserted, kept, by_import_id`. An item knows the import that moved it last, and
 * each history row the one before; an item that is known without a history row of this import was brought in by it.
 */
export function tracesOf({ supplierId, importId }: OneImport): RawBuilder<unknown> {
  return sql`(
    WITH changed AS (
      SELECT item_id, max(version) AS version FROM item_history
      WHERE import_id = ${importId} AND cause <> 'undo' GROUP BY item_id
    ), touched AS (
      SELECT item_id FROM changed
      UNION
      SELECT id FROM item WHERE supplier_id = ${supplierId} AND import_id = ${importId}
      UNION
      SELECT later.item_id FROM item_import AS other JOIN item_history AS later ON later.import_id = other.id
      WHERE other.supplier_id = ${supplierId} AND other.id <> ${importId}
        AND other.applied_at >= (SELECT applied_at FROM item_import WHERE id = ${importId})
        AND later.before->>'importId' = ${importId}
    ), judged AS (
      SELECT item.id AS item_id, coalesce(changed.version, 1) AS version, changed.version IS NULL AS inserted,
        CASE
          WHEN item.state IN ('sold', 'external_sold', 'lost') THEN 'sold'
          WHEN item.version <> coalesce(changed.version, 1) THEN 'changed'
          WHEN item.state IN ('on_loan', 'returning') OR ${heldNow} THEN 'held'
        END AS kept
      FROM touched JOIN item ON item.id = touched.item_id LEFT JOIN changed ON changed.item_id = item.id
      WHERE item.supplier_id = ${supplierId}
    )
    SELECT judged.*, CASE WHEN kept = 'changed' THEN (
      SELECT nullif(last.import_id, ${importId}) FROM item_history AS last
      WHERE last.item_id = judged.item_id ORDER BY last.version DESC LIMIT 1
    ) END AS by_import_id
    FROM judged
  )`
}
