import type { PlazaFilters } from '@haowu/shared/plaza.ts'
import { type RawBuilder, sql } from 'kysely'
import { keptOut } from '#domain/catalog/on-offer.ts'
import { heldNow } from '#domain/catalog/report-in-force.ts'
import { shipsWithin } from '#domain/catalog/ship-promise.ts'
import { heldItems } from './held-items.ts'
import { brandToken, categoryToken, gradeToken, modelTokens, wordsOf } from './search-tokens.ts'

/** What `entry` (a row of `plaza_entry`) must meet; asks nothing of the items, so that it may be counted without them. */
export function narrowEntries(filters: PlazaFilters): RawBuilder<boolean> {
  const words = wordTokens(filters)
  const clauses = [
    sql`entry.report_expires_at > app_now()`,
    sql`entry.supplier_id NOT IN ${keptOut}`,
    ...(words ? [words] : []),
    ...byFacts(filters),
  ]
  return sql<boolean>`${sql.join(clauses, sql` AND `)}`
}

/** Free or held as far as can be counted without the items. */
export function narrowHeld({ freeOnly, heldOnly }: PlazaFilters): RawBuilder<boolean> {
  return sql<boolean>`(${freeOnly ? sql`entry.item_id NOT IN ${heldItems}` : sql`true`}
    AND ${heldOnly ? sql`entry.item_id IN ${heldItems}` : sql`true`})`
}

/** What only the item can answer: what is typed in longer words, and whether it is free at this moment. */
export function narrowItems({ text, freeOnly, heldOnly }: PlazaFilters): RawBuilder<boolean> {
  const clauses = wordsOf(text ?? '').flatMap(({ phrase }) =>
    phrase === null
      ? []
      : sql`lower(normalize(concat_ws(' ', item.title, item.brand, item.model, item.supplier_sku), NFKC)) LIKE ${`%${phrase}%`}`,
  )
  if (freeOnly) clauses.push(sql`NOT ${heldNow}`)
  if (heldOnly) clauses.push(heldNow)
  return clauses.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(clauses, sql` AND `)}`
}

/**
 * Words by their tokens; null without any. A filter on one value joins them as a token of its own: the index then answers
 * at once that a word and a brand contradict each other, instead of fetching all that has the word.
 */
export function wordTokens(filters: PlazaFilters): RawBuilder<boolean> | null {
  const { text, categories, brands, models, grades } = filters
  const words = wordsOf(text ?? '')
  const facets = [
    ...(categories?.length === 1 ? categories.map(categoryToken) : []),
    ...(brands?.length === 1 ? brands.map(brandToken) : []),
    ...(models?.length === 1 ? models.flatMap(modelTokens) : []),
    ...(grades?.length === 1 ? grades.map(gradeToken) : []),
  ]
  if (words.length === 0 && !brands && !models) return null
  const certain = words.flatMap(({ alternatives }) => (alternatives.length === 1 ? alternatives.flat() : []))
  const open = words.filter(({ alternatives }) => alternatives.length > 1)
  const clauses = [
    ...(certain.length + facets.length > 0 ? [hasAll([...certain, ...facets])] : []),
    ...open.map(({ alternatives }) => sql`(${sql.join(alternatives.map(hasAll), sql` OR `)})`),
  ]
  return clauses.length === 0 ? null : sql<boolean>`(${sql.join(clauses, sql` AND `)})`
}

const hasAll = (tokens: number[]) => sql`entry.tokens @> ${tokens}::int[]`

function byFacts(filters: PlazaFilters): RawBuilder<unknown>[] {
  const clauses: RawBuilder<unknown>[] = []
  const { categories, brands, models, grades, tiers } = filters
  const [category] = categories ?? []
  if (categories?.length === 1) clauses.push(sql`entry.category_code = ${category}`)
  else if (categories) clauses.push(sql`entry.category_code = ANY(${categories}::text[])`)
  if (brands) clauses.push(sql`entry.brand = ANY(${brands}::text[])`)
  if (models) clauses.push(sql`entry.model = ANY(${models}::text[])`)
  if (grades) clauses.push(sql`entry.grade = ANY(${grades}::text[])`)
  if (tiers) clauses.push(sql`entry.tier = ANY(${tiers}::text[])`)
  if (filters.reportKind) clauses.push(sql`entry.report_kind = ${filters.reportKind}`)
  if (filters.stockKind) clauses.push(sql`entry.stock_kind = ${filters.stockKind}`)
  if (filters.freshDays)
    clauses.push(sql`entry.inspected_on > business_day(app_now()) - ${filters.freshDays}::int`)
  if (filters.shipHours) clauses.push(shipsWithin(sql`entry.supplier_id`, filters.shipHours))
  if (filters.listedDays !== undefined) clauses.push(sql`entry.listed_at >= ${dayBegins(filters.listedDays)}`)
  if (filters.minFen) clauses.push(sql`entry.price_fen >= ${filters.minFen}::bigint`)
  if (filters.maxFen) clauses.push(sql`entry.price_fen <= ${filters.maxFen}::bigint`)
  if (filters.minRateBps) clauses.push(sql`entry.rate_bps >= ${filters.minRateBps}`)
  if (filters.minCommissionFen) clauses.push(sql`entry.commission_fen >= ${filters.minCommissionFen}::bigint`)
  return clauses
}

/** When the business day so many days ago began, in Shanghai. */
const dayBegins = (daysAgo: number) =>
  sql`((business_day(app_now()) - ${daysAgo}::int)::timestamp AT TIME ZONE interval '8 hours')`
