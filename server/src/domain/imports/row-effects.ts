import { type RawBuilder, sql } from 'kysely'
import { reportInForce } from '#domain/catalog/report-in-force.ts'
import { standing } from '#domain/catalog/item-states.ts'

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

const emptied = (field: string, kept: RawBuilder<unknown>, empty: RawBuilder<unknown>) =>
  sql`CASE WHEN coalesce(${cleared(field)}, false) THEN ${empty} ELSE ${kept} END`

/** What the row makes of each value of the item: what it gives, what it empties, else what stands. */
export const merged = {
  categoryCode: sql`coalesce(row.category_code, item.category_code)`,
  identity: sql`coalesce(row.identity, item.identity)`,
  qty: sql`coalesce(row.qty, item.qty)`,
  stockKind: sql`coalesce(row.stock_kind, item.stock_kind)`,
  brand: emptied('brand', sql`coalesce(row.brand, item.brand)`, sql`NULL`),
  model: emptied('model', sql`coalesce(row.model, item.model)`, sql`NULL`),
  shipFrom: emptied('ship_from', sql`coalesce(row.ship_from, item.ship_from)`, sql`NULL`),
  photos: emptied('photos', sql`coalesce(row.photos, item.photos)`, sql`'[]'`),
  spec: sql`CASE WHEN row.clears IS NULL THEN item.spec || coalesce(row.spec, '{}')
    ELSE (item.spec || coalesce(row.spec, '{}'))
      - ARRAY(SELECT substr(field, 6) FROM unnest(row.clears) AS field WHERE field LIKE 'spec.%') END`,
  extra: sql`item.extra || coalesce(row.extra, '{}')`,
} satisfies Record<string, RawBuilder<unknown>>

export const mergedValues: RawBuilder<unknown> = sql`
  title = coalesce(row.title, item.title), price_fen = coalesce(row.price_fen, item.price_fen),
  category_code = ${merged.categoryCode}, identity = ${merged.identity}, qty = ${merged.qty},
  stock_kind = ${merged.stockKind}, brand = ${merged.brand}, model = ${merged.model}, ship_from = ${merged.shipFrom},
  photos = ${merged.photos}, spec = ${merged.spec}, extra = ${merged.extra}`

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
      AND other.state IN ${standing}) THEN 'quarantined'
  ELSE 'available' END)`
