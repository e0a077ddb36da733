import { EXPORT_FIELDS, IMPORT_FIELDS } from '#domain/imports/import-field.ts'
import { yuanText } from './yuan-text.ts'

/** An item as an export reads it. */
export interface ExportedItem {
  id: string
  sku: string
  title: string
  categoryZh: string
  categoryEn: string
  priceFen: bigint
  brand: string | null
  model: string | null
  identity: string | null
  stockKind: string
  qty: number
  shipFrom: string | null
  photos: string[]
  spec: Record<string, string>
  extra: Record<string, string>
  grade: string | null
  state: string
  reportCode: string | null
  updatedAt: Date
}

export interface ExportColumn {
  header: string
  cell(item: ExportedItem): string
}

type Language = 'zh' | 'en'

/** What stands in the column of each field; the headers are the importer's own, so that the file can come back as it is. */
const ITEM_CELLS: Record<string, (item: ExportedItem, language: Language) => string> = {
  sku: item => item.sku,
  title: item => item.title,
  category: (item, language) => (language === 'zh' ? item.categoryZh : item.categoryEn),
  price: item => yuanText(item.priceFen),
  brand: item => item.brand ?? '',
  model: item => item.model ?? '',
  imei: ({ identity }) => (identity?.startsWith('IMEI:') ? identity.slice('IMEI:'.length) : ''),
  serial: ({ identity }) => (identity?.startsWith('SN:') ? (identity.split(':').at(-1) ?? '') : ''),
  kind: ({ stockKind }, language) => KIND_WORDS[language][stockKind === 'stocked' ? 1 : 0],
  qty: item => String(item.qty),
  ship_from: item => item.shipFrom ?? '',
  photos: item => item.photos.join(' '),
}
const KIND_WORDS: Record<Language, [string, string]> = { zh: ['孤品', '现货'], en: ['unique', 'stocked'] }

/** Columns that only tell: the importer knows and passes over them. */
const TOLD_CELLS: Record<string, (item: ExportedItem) => string> = {
  'ignore.state': item => item.state,
  'ignore.grade': item => item.grade ?? '',
  'ignore.reportCode': item => item.reportCode ?? '',
  'ignore.updatedAt': item => item.updatedAt.toISOString(),
}

/** The columns of a file that the importer accepts unchanged; `extraKeys` are the supplier's own columns. */
export function exportColumns(language: Language, extraKeys: string[]): ExportColumn[] {
  const known = IMPORT_FIELDS.flatMap(({ field, zh, en }) => {
    const header = language === 'zh' ? zh : en
    const cell = ITEM_CELLS[field]
    if (cell) return [{ header, cell: (item: ExportedItem) => cell(item, language) }]
    if (!field.startsWith('spec.')) return []
    const key = field.slice('spec.'.length)
    return [{ header, cell: (item: ExportedItem) => item.spec[key] ?? '' }]
  })
  const own = extraKeys.map(key => ({ header: key, cell: (item: ExportedItem) => item.extra[key] ?? '' }))
  const told = EXPORT_FIELDS.flatMap(({ field, zh, en }) => {
    const cell = TOLD_CELLS[field]
    return cell ? [{ header: language === 'zh' ? zh : en, cell }] : []
  })
  return [...known, ...own, ...told]
}
