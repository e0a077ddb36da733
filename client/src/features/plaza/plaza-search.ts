import { CATEGORY_CODES, GRADES, REPORT_KINDS } from '@haowu/shared/catalog.ts'
import { COMPARED_AT_MOST, PLAZA_SORTS, PLAZA_STOCK_KINDS, PLAZA_TIERS } from '@haowu/shared/plaza.ts'
import { z } from 'zod'
import type { Inputs } from '#api/api.ts'
import { parseYuan } from '#ui/parse-yuan.ts'

const some = <Value extends string>(values: readonly [Value, ...Value[]]) =>
  z.array(z.enum(values)).min(1).optional().catch(undefined)
/** As typed, in yuan. */
const yuan = z.string().max(20).optional().catch(undefined)

/** The plaza's whole view as its address: filters, order, what stands side by side, and for which session is picked. */
export const plazaSearch = z.object({
  text: z.string().max(100).optional().catch(undefined),
  categories: some(CATEGORY_CODES),
  brands: z.array(z.string().min(1).max(60)).min(1).max(20).optional().catch(undefined),
  models: z.array(z.string().min(1).max(120)).min(1).max(20).optional().catch(undefined),
  grades: some(GRADES),
  report: z.enum(REPORT_KINDS).optional().catch(undefined),
  fresh: z.number().int().min(1).max(365).optional().catch(undefined),
  stock: z.enum(PLAZA_STOCK_KINDS).optional().catch(undefined),
  tiers: some(PLAZA_TIERS),
  /** Hours within which it ships; listed since so many days ago. */
  ships: z.number().int().min(1).max(720).optional().catch(undefined),
  listed: z.number().int().min(0).max(90).optional().catch(undefined),
  min: yuan,
  max: yuan,
  /** Least rate in percent, least commission in yuan. */
  rate: z.number().int().min(1).max(100).optional().catch(undefined),
  commission: yuan,
  free: z.boolean().optional().catch(undefined),
  held: z.boolean().optional().catch(undefined),
  sort: z.enum(PLAZA_SORTS).optional().catch(undefined),
  compare: z.array(z.uuid()).min(1).max(COMPARED_AT_MOST).optional().catch(undefined),
  sessionId: z.uuid().optional().catch(undefined),
})
export type PlazaSearch = z.output<typeof plazaSearch>

/** What stands side by side; an address that names nothing shows nothing. */
export const compareSearch = z.object({
  itemIds: z.array(z.uuid()).max(COMPARED_AT_MOST).catch([]),
  sessionId: z.uuid().optional().catch(undefined),
})

type Query = NonNullable<Inputs['plaza']['search']>
type Filters = Inputs['plaza']['facets']

/** What the server is asked; an amount that is none filters nothing. */
export function toPlazaQuery(search: PlazaSearch): Query {
  return { ...toFilters(search), ...(search.sort && { sort: search.sort }) }
}

export function toFilters(search: PlazaSearch): Filters {
  const minFen = fenOf(search.min)
  const maxFen = fenOf(search.max)
  const minCommissionFen = fenOf(search.commission)
  return {
    ...(search.text && { text: search.text }),
    ...(search.categories && { categories: search.categories }),
    ...(search.brands && { brands: search.brands }),
    ...(search.models && { models: search.models }),
    ...(search.grades && { grades: search.grades }),
    ...(search.report && { reportKind: search.report }),
    ...(search.fresh && { freshDays: search.fresh }),
    ...(search.stock && { stockKind: search.stock }),
    ...(search.tiers && { tiers: search.tiers }),
    ...(search.ships && { shipHours: search.ships }),
    ...(search.listed !== undefined && { listedDays: search.listed }),
    ...(minFen && { minFen }),
    ...(maxFen && { maxFen }),
    ...(search.rate && { minRateBps: search.rate * 100 }),
    ...(minCommissionFen && { minCommissionFen }),
    ...(search.free && { freeOnly: true }),
    ...(search.held && { heldOnly: true }),
  }
}

/** The address of filters that the server kept. */
export function fromFilters(filters: Filters): PlazaSearch {
  return {
    text: filters.text,
    categories: filters.categories,
    brands: filters.brands,
    models: filters.models,
    grades: filters.grades,
    report: filters.reportKind,
    fresh: filters.freshDays,
    stock: filters.stockKind,
    tiers: filters.tiers,
    ships: filters.shipHours,
    listed: filters.listedDays,
    min: yuanOf(filters.minFen),
    max: yuanOf(filters.maxFen),
    rate: filters.minRateBps === undefined ? undefined : Math.round(filters.minRateBps / 100),
    commission: yuanOf(filters.minCommissionFen),
    free: filters.freeOnly,
    held: filters.heldOnly,
  }
}

function fenOf(typed: string | undefined): string | undefined {
  return typed ? parseYuan(typed) : undefined
}

function yuanOf(fen: string | undefined): string | undefined {
  if (fen === undefined) return undefined
  const text = fen.padStart(3, '0')
  return `${text.slice(0, -2)}.${text.slice(-2)}`.replace(/\.00$/, '')
}

/** How many filters narrow the list; words and order are none. */
export function countFilters({ text: _, ...search }: PlazaSearch): number {
  return Object.keys(toFilters(search)).length
}

/** The view without what narrows it. */
export function withoutFilters({ sort, sessionId, compare }: PlazaSearch): PlazaSearch {
  return { sort, sessionId, compare }
}

/** Puts a value into a list of chosen ones, or takes it out; an empty list is no filter. */
export function toggled<Value>(chosen: Value[] | undefined, value: Value): Value[] | undefined {
  const next = chosen?.includes(value) ? chosen.filter(one => one !== value) : [...(chosen ?? []), value]
  return next.length > 0 ? next : undefined
}

/** Puts all leaves of a branch into the chosen ones, or takes them out when all are in. */
export function toggledBranch<Value>(
  chosen: Value[] | undefined,
  leaves: readonly Value[],
): Value[] | undefined {
  const others = chosen?.filter(one => !leaves.includes(one)) ?? []
  const isIn = leaves.every(leaf => chosen?.includes(leaf))
  const next = isIn ? others : [...others, ...leaves]
  return next.length > 0 ? next : undefined
}
