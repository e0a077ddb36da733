import type { PlazaFilters } from '@haowu/shared/plaza.ts'
import { type RawBuilder, sql } from 'kysely'
import { keptOut } from '#domain/catalog/on-offer.ts'
import { heldNow } from '#domain/catalog/report-in-force.ts'
import { brandToken, categoryToken, gradeToken, wordsOf } from './search-tokens.ts'

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

/** What only the item can answer: what is typed in longer words, and whether it is free at this moment. */
export function narrowItems({ text, freeOnly }: PlazaFilters): RawBuilder<boolean> {
  const clauses = wordsOf(text ?? '').flatMap(({ phrase }) =>
    phrase === null
      ? []
      : sql`lower(normalize(concat_ws(' ', item.title, item.brand, item.model, item.supplier_sku), NFKC)) LIKE ${`%${phrase}%`}`,
  )
  if (freeOnly) clauses.push(sql`NOT ${heldNow}`)
  return clauses.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(clauses, sql` AND `)}`
}

/**
 * Words by their tokens; null without any. A filter on one value joins them as a token of its own: the index then answers
 * at once that a word and a brand contradict each other, instead of fetching all that has the word.
 */
export function wordTokens({ text, categories, brands, grades }: PlazaFilters): RawBuilder<boolean> | null {
  const words = wordsOf(text ?? '')
  const facets = [
    ...(categories?.length === 1 ? categories.map(categoryToken) : []),
    ...(brands?.length === 1 ? brands.map(brandToken) : []),
    ...(grades?.length === 1 ? grades.map(gradeToken) : []),
  ]
  if (words.length === 0 && !brands) return null
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
  const { categories, brands, grades, tiers } = filters
  const [category] = categories ?? []
  if (categories?.length === 1) clauses.push(sql`entry.category_code = ${category}`)
  else if (categories) clauses.push(sql`entry.category_code = ANY(${categories}::text[])`)
  if (brands) clauses.push(sql`entry.brand = ANY(${brands}::text[])`)
  if (grades) clauses.push(sql`entry.grade = ANY(${grades}::text[])`)
  if (tiers) clauses.push(sql`entry.tier = ANY(${tiers}::text[])`)
  if (filters.reportKind) clauses.push(sql`entry.report_kind = ${filters.reportKind}`)
  if (filters.stockKind) clauses.push(sql`entry.stock_kind = ${filters.stockKind}`)
  if (filters.freshDays)
    clauses.push(sql`entry.inspected_on > business_day(app_now()) - ${filters.freshDays}::int`)
  if (filters.minFen) clauses.push(sql`entry.price_fen >= ${filters.minFen}::bigint`)
  if (filters.maxFen) clauses.push(sql`entry.price_fen <= ${filters.maxFen}::bigint`)
  if (filters.minRateBps) clauses.push(sql`entry.rate_bps >= ${filters.minRateBps}`)
  if (filters.minCommissionFen) clauses.push(sql`entry.commission_fen >= ${filters.minCommissionFen}::bigint`)
  return clauses
}
