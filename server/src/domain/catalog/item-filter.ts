import type { ItemFilter } from '@haowu/shared/inventory.ts'
import { type RawBuilder, sql } from 'kysely'
import { endsSoon, reportInForce } from './report-in-force.ts'
import { matchesText } from './text-match.ts'

const REPORT: Record<NonNullable<ItemFilter['report']>, RawBuilder<boolean>> = {
  in_force: reportInForce,
  expiring: sql<boolean>`(${reportInForce} AND EXISTS (SELECT FROM report WHERE report.id = item.report_id AND ${endsSoon}))`,
  expired: sql<boolean>`(item.report_id IS NOT NULL AND NOT ${reportInForce})`,
  none: sql<boolean>`item.report_id IS NULL`,
}

/** The supplier's items that the filter means; `item` must be a table or alias of that name in the statement. */
export function matchesFilter(supplierId: string, filter: ItemFilter): RawBuilder<boolean> {
  const clauses: RawBuilder<boolean>[] = [sql<boolean>`item.supplier_id = ${supplierId}`]
  const { states, categories, grades, report, minFen, maxFen, ofImport, ofFeed, text } = filter
  if (states) clauses.push(sql<boolean>`item.state = ANY(${states}::text[])`)
  if (categories) clauses.push(sql<boolean>`item.category_code = ANY(${categories}::text[])`)
  if (grades) clauses.push(sql<boolean>`item.grade = ANY(${grades}::text[])`)
  if (report) clauses.push(REPORT[report])
  if (minFen) clauses.push(sql<boolean>`item.price_fen >= ${minFen}::bigint`)
  if (maxFen) clauses.push(sql<boolean>`item.price_fen <= ${maxFen}::bigint`)
  if (ofImport) clauses.push(sql<boolean>`item.import_id = ${ofImport}`)
  if (ofFeed) clauses.push(sql<boolean>`item.feed_source_id = ${ofFeed}`)
  if (text) clauses.push(sql<boolean>`(${matchesText(text)} OR ${endsIdentity(text)})`)
  return sql<boolean>`(${sql.join(clauses, sql` AND `)})`
}

/** The number on the piece, or its last digits as people read them out. */
function endsIdentity(text: string): RawBuilder<boolean> {
  const number = text.toUpperCase().replace(/[^0-9A-Z]/g, '')
  return number.length < 4 ? sql<boolean>`false` : sql<boolean>`item.identity LIKE ${`%${number}`}`
}
