import { CATEGORY_CODES, GRADES, ITEM_STATES } from '@haowu/shared/catalog.ts'
import { ITEM_SORTS, type ItemFilter, REPORT_FILTERS } from '@haowu/shared/inventory.ts'
import { z } from 'zod'
import { parseYuan } from '#ui/parse-yuan.ts'

/** The inventory's whole view as its address: a link gives a colleague the same list. */
export const itemSearch = z.object({
  state: z.enum(ITEM_STATES).optional().catch(undefined),
  text: z.string().max(100).optional().catch(undefined),
  category: z.enum(CATEGORY_CODES).optional().catch(undefined),
  grade: z.enum(GRADES).optional().catch(undefined),
  report: z.enum(REPORT_FILTERS).optional().catch(undefined),
  /** As typed, in yuan. */
  min: z.string().max(20).optional().catch(undefined),
  max: z.string().max(20).optional().catch(undefined),
  ofImport: z.uuid().optional().catch(undefined),
  ofFeed: z.uuid().optional().catch(undefined),
  sort: z.enum(ITEM_SORTS).optional().catch(undefined),
})
export type ItemSearch = z.output<typeof itemSearch>

/** What the server is asked; an amount that is none filters nothing. */
export function toItemFilter(search: ItemSearch): ItemFilter {
  const minFen = search.min ? parseYuan(search.min) : undefined
  const maxFen = search.max ? parseYuan(search.max) : undefined
  return {
    ...(search.state && { states: [search.state] }),
    ...(search.text && { text: search.text }),
    ...(search.category && { categories: [search.category] }),
    ...(search.grade && { grades: [search.grade] }),
    ...(search.report && { report: search.report }),
    ...(minFen && { minFen }),
    ...(maxFen && { maxFen }),
    ...(search.ofImport && { ofImport: search.ofImport }),
    ...(search.ofFeed && { ofFeed: search.ofFeed }),
  }
}

/** How many filters stand behind the button that folds them on a phone. */
export function countFolded({ category, grade, report, min, max, ofImport, ofFeed }: ItemSearch): number {
  return [category, grade, report, min, max, ofImport, ofFeed].filter(Boolean).length
}
