import { z } from 'zod'
import { CATEGORY_CODES, GRADES, ITEM_STATES } from './catalog.ts'
import { fenText } from './money.ts'

/** How an item stands with its report. `expiring`: in force for the days at most in which its supplier is warned. */
export const REPORT_FILTERS = ['in_force', 'expiring', 'expired', 'none'] as const

/** What a supplier's inventory can be narrowed by; lists, exports and bulk changes mean the same items by it. */
export const itemFilter = z.strictObject({
  states: z.array(z.enum(ITEM_STATES)).min(1).max(ITEM_STATES.length).optional(),
  categories: z.array(z.enum(CATEGORY_CODES)).min(1).max(CATEGORY_CODES.length).optional(),
  grades: z.array(z.enum(GRADES)).min(1).max(GRADES.length).optional(),
  report: z.enum(REPORT_FILTERS).optional(),
  minFen: fenText.optional(),
  maxFen: fenText.optional(),
  /** What one import brought in or changed last. */
  ofImport: z.uuid().toLowerCase().optional(),
  ofFeed: z.uuid().toLowerCase().optional(),
  text: z.string().trim().max(100).optional(),
})
export type ItemFilter = z.output<typeof itemFilter>

export const ITEM_SORTS = ['newest', 'updated', 'price_asc', 'price_desc'] as const
export type ItemSort = (typeof ITEM_SORTS)[number]

export const itemListQuery = itemFilter.extend({
  sort: z.enum(ITEM_SORTS).default('newest'),
  cursor: z.string().min(1).max(200).optional(),
  limit: z.int().min(1).max(100).default(50),
})

export const BULK_LIMITS = { picked: 500, matching: 100_000 } as const

/** Items picked one by one, or all that a filter matches. */
export const itemSelection = z.union([
  z.strictObject({ itemIds: z.array(z.uuid().toLowerCase()).min(1).max(BULK_LIMITS.picked) }),
  z.strictObject({ filter: itemFilter }),
])
export type ItemSelection = z.output<typeof itemSelection>

/** One change for many items. Prices are rounded half up, to the fen or to the yuan. */
export const bulkChange = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('price_percent'),
    /** 500 raises by 5 %, -500 cuts by 5 %. */
    changeBps: z.int().min(-9_000).max(20_000),
    round: z.enum(['fen', 'yuan']),
  }),
  z.strictObject({ kind: z.literal('price_set'), priceFen: fenText }),
  z.strictObject({ kind: z.literal('qty'), qty: z.int().min(0).max(1) }),
  z.strictObject({ kind: z.literal('ship_from'), shipFrom: z.string().trim().min(1).max(50) }),
  z.strictObject({ kind: z.literal('withdraw') }),
  z.strictObject({ kind: z.literal('relist') }),
])
export type BulkChange = z.output<typeof bulkChange>

export const EXPORT_FORMATS = ['csv', 'xlsx'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]
export const EXPORT_STATES = ['requested', 'running', 'done', 'failed'] as const
export type ExportState = (typeof EXPORT_STATES)[number]
/** Days for which an exported file can be fetched. */
export const EXPORT_DAYS = 7
