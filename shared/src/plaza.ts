import { z } from 'zod'
import { CATEGORY_CODES, GRADES, REPORT_KINDS } from './catalog.ts'
import { fenText } from './money.ts'

export const PLAZA_TIERS = ['A', 'B', 'C', 'D'] as const
export const PLAZA_STOCK_KINDS = ['unique', 'stocked'] as const

/** What the plaza can be narrowed by; all of it together, words each anywhere in title, brand, model or SKU. */
export const plazaFilters = z.strictObject({
  categories: z.array(z.enum(CATEGORY_CODES)).min(1).max(CATEGORY_CODES.length).optional(),
  brands: z.array(z.string().trim().min(1).max(60)).min(1).max(20).optional(),
  models: z.array(z.string().trim().min(1).max(120)).min(1).max(20).optional(),
  grades: z.array(z.enum(GRADES)).min(1).max(GRADES.length).optional(),
  reportKind: z.enum(REPORT_KINDS).optional(),
  /** Inspected within so many days. */
  freshDays: z.int().min(1).max(365).optional(),
  stockKind: z.enum(PLAZA_STOCK_KINDS).optional(),
  tiers: z.array(z.enum(PLAZA_TIERS)).min(1).max(PLAZA_TIERS.length).optional(),
  /** Handed over within so many hours of payment, by the supplier's promise or by the rule for all. */
  shipHours: z.int().min(1).max(720).optional(),
  /** Listed since so many business days ago began: 1 is yesterday. */
  listedDays: z.int().min(0).max(90).optional(),
  minFen: fenText.optional(),
  maxFen: fenText.optional(),
  /** What the streamer's own plan gives: its rate, and its amount before tech fee and agency. */
  minRateBps: z.int().min(0).max(10_000).optional(),
  minCommissionFen: fenText.optional(),
  text: z.string().trim().max(100).optional(),
  /** Leaves out what a session or a buyer holds at this moment. */
  freeOnly: z.boolean().optional(),
  /** Only what is held: what one may wait in line for. */
  heldOnly: z.boolean().optional(),
})
export type PlazaFilters = z.output<typeof plazaFilters>

/** `commission`: what the streamer's own plan gives. `expected`: that, times how often this streamer sells what he holds of the category. */
export const PLAZA_SORTS = ['newest', 'price_asc', 'price_desc', 'commission', 'expected'] as const
export type PlazaSort = (typeof PLAZA_SORTS)[number]

const sort = z.enum(PLAZA_SORTS).default('newest')

export const plazaQuery = plazaFilters.extend({
  sort,
  cursor: z.string().min(1).max(200).optional(),
  limit: z.int().min(1).max(60).default(24),
})

/** Hours for which it is counted how many pieces are handed over within. */
export const PLAZA_SHIP_HOURS = [12, 24, 48] as const

export const MOST_SAVED_SEARCHES = 20
export const savedSearchInput = z.strictObject({
  name: z.string().trim().min(1).max(40),
  filters: plazaFilters,
  sort,
})
/** Counting goes no further: above it, “more than”. */
export const COUNTED_AT_MOST = 1_000
/** So many pieces stand side by side. */
export const COMPARED_AT_MOST = 4
