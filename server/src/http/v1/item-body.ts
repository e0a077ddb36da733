import { fenText } from '@haowu/shared/money.ts'
import { z } from 'zod'
import { findField } from '#domain/imports/import-field.ts'
import { IMPORT_LIMITS } from '#domain/imports/import-limits.ts'
import type { PushedRow } from '#domain/inventory/read-push-results.ts'
import { yuanText } from '#domain/inventory/yuan-text.ts'

export const MOST_PUSHED = 1_000

/**
 * One line of text. Whether it is a good title or a known category is told per item, in the words of the import; only
 * what no cell could hold is refused here.
 */
const line = z
  .string()
  .max(IMPORT_LIMITS.textCharacters)
  .regex(/^\P{Cc}*$/u, 'no control characters')
const sku = line.min(1).max(200)
const photo = z
  .string()
  .max(IMPORT_LIMITS.textCharacters)
  .regex(/^https?:\/\/[^\s;；,，|"[\]]+$/, 'an http(s) address without blanks, commas and brackets')
const qty = z.int().min(0).max(999_999_999)
/** `list` puts back what was taken off, `withdraw` takes it off. */
const action = z.enum(['list', 'withdraw'])
const measuredKey = z
  .string()
  .refine(key => findField(`measured.${key}`) !== undefined, 'unknown measured field')

const spec = z.strictObject({
  storage: line.optional(),
  color: line.optional(),
  network: line.optional(),
  material: line.optional(),
  size: line.optional(),
  weight: line.optional(),
  barcode: line.optional(),
  warranty: line.optional(),
})

const report = z.strictObject({
  kind: z.enum(['streamer', 'third_party']),
  agency: line.optional(),
  inspector: line.optional(),
  externalNo: line.optional(),
  inspectedOn: z.iso.date(),
  defects: line.optional(),
  /** Measured fields of the category's template, as its columns in a file. */
  measured: z.record(measuredKey, line).optional(),
})

export const pushedItem = z.strictObject({
  sku,
  title: line,
  /** A code such as `phone`, or the category's name. */
  category: line,
  priceFen: fenText,
  supplyPriceFen: fenText.optional(),
  brand: line.optional(),
  model: line.optional(),
  imei: line.optional(),
  serial: line.optional(),
  qty: qty.optional(),
  kind: z.enum(['unique', 'stocked']).optional(),
  action: action.optional(),
  shipFrom: line.optional(),
  photos: z.array(photo).max(IMPORT_LIMITS.photos).optional(),
  spec: spec.optional(),
  report: report.optional(),
})
export type PushedItem = z.output<typeof pushedItem>

export const pushedStock = z
  .strictObject({ sku, priceFen: fenText.optional(), qty: qty.optional(), action: action.optional() })
  .refine(
    given => Object.values(given).filter(value => value !== undefined).length > 1,
    'priceFen, qty or action',
  )
export type PushedStock = z.output<typeof pushedStock>

const KIND_WORDS = { unique: '孤品', stocked: '现货' } as const
const ACTION_WORDS = { list: '上架', withdraw: '下架' } as const
const REPORT_WORDS = { streamer: '自检', third_party: '第三方' } as const

/** The item as cells of a file. What it does not say has no cell, and leaves what stands. */
export function toItemRow({ spec = {}, report, photos, kind, ...item }: PushedItem): PushedRow {
  const { measured = {}, ...reported } = report ?? {}
  return cells({
    ...toOfferCells(item),
    title: item.title,
    category: item.category,
    supply_price: item.supplyPriceFen && yuanText(BigInt(item.supplyPriceFen)),
    brand: item.brand,
    model: item.model,
    imei: item.imei,
    serial: item.serial,
    ship_from: item.shipFrom,
    kind: kind && KIND_WORDS[kind],
    photos: photos?.join(' '),
    ...prefixed('spec', spec),
    ...prefixed('report', { ...reported, kind: report && REPORT_WORDS[report.kind] }),
    ...prefixed('measured', measured),
  })
}

export function toStockRow(stock: PushedStock): PushedRow {
  // A file of prices and stock has a column of one of them, if only a blank one.
  const offer = toOfferCells(stock)
  return cells({ ...offer, qty: offer.qty ?? '' })
}

function toOfferCells({ sku, priceFen, qty, action }: PushedStock) {
  return {
    sku,
    price: priceFen && yuanText(BigInt(priceFen)),
    qty: qty === undefined ? undefined : String(qty),
    action: action && ACTION_WORDS[action],
  }
}

type Cells = Record<string, string | undefined>

function prefixed(prefix: string, values: Cells): Cells {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${prefix}.${key}`, value]))
}

function cells(values: Cells): PushedRow {
  return new Map(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

const NAMES: Record<string, string> = {
  price: 'priceFen',
  supply_price: 'supplyPriceFen',
  ship_from: 'shipFrom',
}

/** The field of a finding as it is named in the call. */
export function nameInCall(field: string | null): string | null {
  if (field?.startsWith('measured.')) return `report.${field}`
  return field === null ? null : (NAMES[field] ?? field)
}
