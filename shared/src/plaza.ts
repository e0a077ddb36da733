import { z } from 'zod'
import { CATEGORY_CODES, GRADES, REPORT_KINDS } from './catalog.ts'
import { fenText } from './money.ts'

/** What the plaza can be narrowed by; all of it together, words each anywhere in title, brand or model. */
export const plazaFilters = z.strictObject({
  categories: z.array(z.enum(CATEGORY_CODES)).min(1).max(CATEGORY_CODES.length).optional(),
  grades: z.array(z.enum(GRADES)).min(1).max(GRADES.length).optional(),
  reportKind: z.enum(REPORT_KINDS).optional(),
  minFen: fenText.optional(),
  maxFen: fenText.optional(),
  text: z.string().trim().max(100).optional(),
  /** Leaves out what a session or a buyer holds at this moment. */
  freeOnly: z.boolean().optional(),
})
export type PlazaFilters = z.output<typeof plazaFilters>

export const PLAZA_SORTS = ['newest', 'price_asc', 'price_desc'] as const
export type PlazaSort = (typeof PLAZA_SORTS)[number]

export const plazaQuery = plazaFilters.extend({
  sort: z.enum(PLAZA_SORTS).default('newest'),
  cursor: z.string().min(1).max(200).optional(),
  limit: z.int().min(1).max(60).default(24),
})
