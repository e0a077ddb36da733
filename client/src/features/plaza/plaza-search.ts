import { CATEGORY_CODES, GRADES, REPORT_KINDS } from '@haowu/shared/catalog.ts'
import { PLAZA_SORTS } from '@haowu/shared/plaza.ts'
import { z } from 'zod'
import type { Inputs } from '#api/api.ts'
import { parseYuan } from '#ui/parse-yuan.ts'

/** The plaza's whole view as its address: filters, order, and for which session pieces are being picked. */
export const plazaSearch = z.object({
  text: z.string().max(100).optional().catch(undefined),
  category: z.enum(CATEGORY_CODES).optional().catch(undefined),
  grade: z.enum(GRADES).optional().catch(undefined),
  report: z.enum(REPORT_KINDS).optional().catch(undefined),
  /** As typed, in yuan. */
  min: z.string().max(20).optional().catch(undefined),
  max: z.string().max(20).optional().catch(undefined),
  free: z.boolean().optional().catch(undefined),
  sort: z.enum(PLAZA_SORTS).optional().catch(undefined),
  sessionId: z.uuid().optional().catch(undefined),
})
export type PlazaSearch = z.output<typeof plazaSearch>

type Query = NonNullable<Inputs['plaza']['search']>

/** What the server is asked; an amount that is none filters nothing. */
export function toPlazaQuery(search: PlazaSearch): Query {
  const minFen = search.min ? parseYuan(search.min) : undefined
  const maxFen = search.max ? parseYuan(search.max) : undefined
  return {
    ...(search.text && { text: search.text }),
    ...(search.category && { categories: [search.category] }),
    ...(search.grade && { grades: [search.grade] }),
    ...(search.report && { reportKind: search.report }),
    ...(minFen && { minFen }),
    ...(maxFen && { maxFen }),
    ...(search.free && { freeOnly: true }),
    ...(search.sort && { sort: search.sort }),
  }
}

/** How many filters narrow the list. */
export function countFilters({ category, free, ...folded }: PlazaSearch): number {
  return [category, free].filter(Boolean).length + countFolded(folded)
}

/** How many of them stand behind the button that folds them on a phone. */
export function countFolded({ grade, report, min, max }: PlazaSearch): number {
  return [grade, report, min, max].filter(Boolean).length
}
