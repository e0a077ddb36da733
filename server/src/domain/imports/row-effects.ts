import { type RawBuilder, sql } from 'kysely'
import { reportInForce } from '#domain/catalog/report-in-force.ts'

/** What a staged row (alias `row`) does to its item (alias `item`) beside giving values. */

/**
 * The item was taken off and the row brings it back: what a file or an undo took off comes back when it is named again,
 * what the supplier took off only when the row says so, what the platform took off not at all.
 */
export const comesBack: RawBuilder<boolean> = sql<boolean>`coalesce(
  item.state = 'withdrawn' AND row.withdraw IS NOT TRUE
  AND (item.withdrawn_by IN ('feed', 'undo') OR (row.withdraw IS FALSE AND item.withdrawn_by = 'supplier')), false)`

/** The row takes off what is not off yet; an item that a file took off becomes the supplier's own doing. */
export const goesOff: RawBuilder<boolean> = sql<boolean>`coalesce(
  row.withdraw AND (item.state <> 'withdrawn' OR item.withdrawn_by IN ('feed', 'undo')), false)`

/** The row makes another number or another kind of thing of the piece than its report was signed for. */
export const outgrowsReport: RawBuilder<boolean> = sql<boolean>`coalesce(item.report_id IS NOT NULL
  AND (row.category_code <> item.category_code OR (item.identity IS NULL AND row.identity IS NOT NULL)), false)`

const cleared = (field: string) => sql<boolean>`${field} = ANY(row.clears)`

export const emptiesSomething: RawBuilder<boolean> = sql<boolean>`(
  (${cleared('brand')} AND item.brand IS NOT NULL) OR (${cleared('model')} AND item.model IS NOT NULL)
  OR (${cleared('ship_from')} AND item.ship_from IS NOT NULL) OR (${cleared('photos')} AND item.photos <> '[]')
  OR EXISTS (SELECT FROM unnest(row.clears) AS field WHERE field LIKE 'spec.%' AND item.spec ? substr(field, 6))
)`

/** What the row makes of the item: what it gives, what it empties, else what stands. */
export const mergedValues: RawBuilder<unknown> = sql`
  category_code = coalesce(row.category_code, item.category_code), title = coalesce(row.title, item.title),
  price_fen = coalesce(row.price_fen, item.price_fen), identity = coalesce(row.identity, item.identity),
  qty = coalesce(row.qty, item.qty), stock_kind = coalesce(row.stock_kind, item.stock_kind),
  brand = CASE WHEN coalesce(${cleared('brand')}, false) THEN NULL ELSE coalesce(row.brand, item.brand) END,
  model = CASE WHEN coalesce(${cleared('model')}, false) THEN NULL ELSE coalesce(row.model, item.model) END,
  ship_from = CASE WHEN coalesce(${cleared('ship_from')}, false) THEN NULL ELSE coalesce(row.ship_from, item.ship_from) END,
  photos = CASE WHEN coalesce(${cleared('photos')}, false) THEN '[]' ELSE coalesce(row.photos, item.photos) END,
  spec = CASE WHEN row.clears IS NULL THEN item.spec || coalesce(row.spec, '{}')
    ELSE (item.spec || coalesce(row.spec, '{}'))
      - ARRAY(SELECT substr(field, 6) FROM unnest(row.clears) AS field WHERE field LIKE 'spec.%') END,
  extra = item.extra || coalesce(row.extra, '{}')`

/** Its supplier may sell in the category that the item has, or gets from the row. */
export const isAdmitted = (category: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`EXISTS (
  SELECT FROM category_admission AS admission WHERE admission.party_id = item.supplier_id
    AND admission.category_code = ${category} AND admission.state = 'admitted')`

/** Where an item stands that is offered again: by its report and its supplier's admission, and not while the same piece is on offer elsewhere. */
export const offeredAgain: RawBuilder<string> = sql<string>`(CASE
  WHEN NOT ${reportInForce} THEN 'draft'
  WHEN NOT ${isAdmitted(sql`item.category_code`)} THEN 'draft'
  WHEN item.identity IS NOT NULL AND EXISTS (
    SELECT FROM item AS other WHERE other.identity = item.identity AND other.id <> item.id
      AND other.state IN ('available', 'live_held', 'checkout_held', 'on_loan')) THEN 'quarantined'
  ELSE 'available' END)`
