import { COUNTED_AT_MOST, type PlazaFilters } from '@haowu/shared/plaza.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { narrowEntries, wordTokens } from './narrow-entries.ts'

export interface PlazaFacets {
  /** How many pieces there are under all filters, counted no further than `COUNTED_AT_MOST`. */
  total: number
  /** Among the newest so many: with more than that, what is told of each value is a lower bound. */
  capped: boolean
  /** By value, under the other filters: a facet does not narrow itself. */
  categories: Record<string, number>
  grades: Record<string, number>
  reportKinds: Record<string, number>
  /** The most frequent ones only. */
  brands: Record<string, number>
}

const BRANDS_TOLD = 20

interface Counted {
  total: number
  categories: Record<string, number>
  grades: Record<string, number>
  reportKinds: Record<string, number>
  brands: Record<string, number>
}

/** One walk for all facets that narrow nothing, and one for each that does. */
export async function countPlazaFacets(db: Db, filters: PlazaFilters): Promise<PlazaFacets> {
  const own = {
    categories: filters.categories !== undefined,
    grades: filters.grades !== undefined,
    reportKinds: filters.reportKind !== undefined,
    brands: filters.brands !== undefined,
  }
  const without = {
    categories: { ...filters, categories: undefined },
    grades: { ...filters, grades: undefined },
    reportKinds: { ...filters, reportKind: undefined },
    brands: { ...filters, brands: undefined },
  }
  const all = await countMatches(db, filters)
  const valuesOf = async (facet: keyof typeof own) =>
    own[facet] ? (await countMatches(db, without[facet]))[facet] : all[facet]
  return {
    total: Math.min(all.total, COUNTED_AT_MOST),
    capped: all.total > COUNTED_AT_MOST,
    categories: await valuesOf('categories'),
    grades: await valuesOf('grades'),
    reportKinds: await valuesOf('reportKinds'),
    brands: await valuesOf('brands'),
  }
}

/** Entries looked at, newest first, before the words are looked up instead; see `searchPlaza`. */
const WALKED_AT_MOST = 5_000

async function countMatches(db: Db, filters: PlazaFilters): Promise<Counted> {
  const words = wordTokens(filters)
  if (words === null) return countAmong(db, filters, sql`SELECT * FROM plaza_entry AS entry`)
  const walked = await countAmong(db, filters, newest)
  if (walked.total > COUNTED_AT_MOST) return walked
  return db.transaction().execute(async trx => {
    await sql`SET LOCAL enable_seqscan = off`.execute(trx)
    return countAmong(trx, filters, sql`SELECT * FROM plaza_entry AS entry WHERE ${words} OFFSET 0`)
  })
}

const newest = sql`
  SELECT * FROM plaza_entry AS entry ORDER BY entry.listed_at DESC, entry.item_id DESC LIMIT ${WALKED_AT_MOST}`

async function countAmong(db: Db, filters: PlazaFilters, entries: RawBuilder<unknown>): Promise<Counted> {
  const { rows } = await sql<Counted>`
    WITH matched AS MATERIALIZED (
      SELECT entry.category_code, entry.grade, entry.report_kind, entry.brand FROM (${entries}) AS entry
      WHERE ${narrowEntries(filters)} ORDER BY entry.listed_at DESC, entry.item_id DESC LIMIT ${COUNTED_AT_MOST + 1}
    )
    SELECT (SELECT count(*)::int FROM matched) AS total,
      (SELECT coalesce(jsonb_object_agg(value, n), '{}') FROM (
        SELECT category_code AS value, count(*)::int AS n FROM matched GROUP BY 1) AS facet) AS categories,
      (SELECT coalesce(jsonb_object_agg(value, n), '{}') FROM (
        SELECT grade AS value, count(*)::int AS n FROM matched GROUP BY 1) AS facet) AS grades,
      (SELECT coalesce(jsonb_object_agg(value, n), '{}') FROM (
        SELECT report_kind AS value, count(*)::int AS n FROM matched GROUP BY 1) AS facet) AS report_kinds,
      (SELECT coalesce(jsonb_object_agg(value, n), '{}') FROM (
        SELECT brand AS value, count(*)::int AS n FROM matched WHERE brand IS NOT NULL GROUP BY 1
        ORDER BY n DESC, value LIMIT ${BRANDS_TOLD}) AS facet) AS brands
  `.execute(db)
  const [counted] = rows
  if (!counted) throw new Error('counting gave no row')
  return counted
}
