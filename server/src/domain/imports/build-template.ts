import type { TemplateCategory } from '@haowu/shared/imports.ts'
import { templateFor } from '#domain/inspection/template.ts'
import { csvLine, UTF8_BOM } from './csv-text.ts'
import { IMPORT_FIELDS } from './import-field.ts'

export type TemplateLanguage = 'zh-CN' | 'en'

const COLUMNS: Record<TemplateCategory, string[]> = {
  phone: ['sku', 'title', 'category', 'brand', 'model', 'spec.storage', 'spec.color', 'spec.network', 'imei'],
  luxury_bag: [
    'sku',
    'title',
    'category',
    'brand',
    'model',
    'spec.color',
    'spec.material',
    'spec.size',
    'serial',
  ],
  general: [
    'sku',
    'title',
    'category',
    'brand',
    'model',
    'spec.color',
    'spec.material',
    'spec.size',
    'serial',
  ],
  price_stock: ['sku'],
}
const TRADE_COLUMNS = ['price', 'qty', 'ship_from', 'photos']
const REPORT_COLUMNS = [
  'report.kind',
  'report.agency',
  'report.inspector',
  'report.externalNo',
  'report.inspectedOn',
]

type Example = Record<string, string>

/** By field, in Chinese; the codes mark the rows as examples, which the importer passes over. */
const EXAMPLES: Record<TemplateCategory, [Example, Example]> = {
  phone: [
    {
      sku: '示例-1',
      title: 'iPhone 15 Pro 256G 原色钛金属 国行',
      brand: 'Apple',
      model: 'iPhone 15 Pro',
      'spec.storage': '256G',
      'spec.color': '原色钛金属',
      'spec.network': '国行',
      imei: '356938035643809',
      price: '4999.00',
      qty: '1',
      ship_from: '深圳',
      'report.kind': '第三方',
      'report.agency': '示例检测中心',
      'report.inspector': '王工',
      'report.externalNo': 'SL-20261101-001',
      'report.inspectedOn': '2026-11-01',
      'measured.battery_pct': '92',
      'measured.battery_cycles': '210',
    },
    {
      sku: '示例-2',
      title: '小米 14 12+256G 黑色',
      brand: '小米',
      model: '小米 14',
      'spec.storage': '12+256G',
      'spec.color': '黑色',
      'spec.network': '国行',
      imei: '490154203237518',
      price: '1899',
      qty: '1',
      ship_from: '杭州',
      'report.kind': '自检',
      'report.inspector': '李工',
      'report.inspectedOn': '2026-11-01',
      'measured.battery_pct': '97',
    },
  ],
  luxury_bag: [
    {
      sku: '示例-1',
      title: '香奈儿 CF 中号 黑金 荔枝皮',
      brand: 'CHANEL',
      model: 'Classic Flap',
      'spec.color': '黑金',
      'spec.material': '荔枝皮',
      'spec.size': '中号',
      serial: '31234567',
      price: '52800.00',
      qty: '1',
      ship_from: '上海',
      'report.kind': '第三方',
      'report.agency': '示例鉴定中心',
      'report.inspector': '陈老师',
      'report.externalNo': 'SL-B-001',
      'report.inspectedOn': '2026-11-01',
    },
    {
      sku: '示例-2',
      title: '路易威登 Neverfull 中号 老花',
      brand: 'LOUIS VUITTON',
      model: 'Neverfull MM',
      'spec.color': '老花',
      'spec.material': '涂层帆布',
      'spec.size': '中号',
      serial: 'SD4198',
      price: '7600',
      qty: '1',
      ship_from: '广州',
      'report.kind': '第三方',
      'report.agency': '示例鉴定中心',
      'report.inspector': '陈老师',
      'report.externalNo': 'SL-B-002',
      'report.inspectedOn': '2026-11-01',
    },
  ],
  general: [
    {
      sku: '示例-1',
      title: '无线降噪耳机 黑色',
      brand: 'Sony',
      model: 'WH-1000XM5',
      'spec.color': '黑色',
      serial: 'S01A1234567',
      price: '1299.00',
      qty: '1',
      ship_from: '成都',
      'report.kind': '自检',
      'report.inspector': '赵工',
      'report.inspectedOn': '2026-11-01',
    },
    {
      sku: '示例-2',
      title: '北欧实木边几',
      'spec.material': '橡木',
      'spec.size': '45×45×50 厘米',
      price: '260',
      qty: '1',
      ship_from: '佛山',
      'report.kind': '自检',
      'report.inspector': '赵工',
      'report.inspectedOn': '2026-11-01',
    },
  ],
  price_stock: [
    { sku: '示例-1', price: '4999.00', qty: '1' },
    { sku: '示例-2', price: '1899', qty: '0' },
  ],
}

/** In a file of prices and stock nothing else is read. */
const OFFER_COLUMNS = ['price', 'qty']

/** A table to fill in: UTF-8 with BOM and CRLF for Excel, headers the importer knows, two example rows it passes over. */
export function buildTemplate(category: TemplateCategory, language: TemplateLanguage): string {
  const fields = [
    ...COLUMNS[category],
    ...(category === 'price_stock' ? OFFER_COLUMNS : columnsOfPiece(category)),
  ]
  const header = fields.map(field => nameOf(field, language))
  const rows = EXAMPLES[category].map(example =>
    fields.map(field => exampleCell(example, field, { category, language })),
  )
  return UTF8_BOM + [header, ...rows].map(csvLine).join('')
}

function columnsOfPiece(category: TemplateCategory): string[] {
  const measured = templateFor(category).fields.map(field => `measured.${field.key}`)
  return [...TRADE_COLUMNS, ...REPORT_COLUMNS, ...measured, 'report.defects']
}

function nameOf(field: string, language: TemplateLanguage): string {
  const known = IMPORT_FIELDS.find(candidate => candidate.field === field)
  if (!known) throw new Error(`the template names a field the importer does not know: ${field}`)
  return language === 'en' ? known.en : known.zh
}

function exampleCell(
  example: Example,
  field: string,
  { category, language }: { category: TemplateCategory; language: TemplateLanguage },
): string {
  const cell = example[field]
  if (field === 'sku') return language === 'en' ? (cell ?? '').replace('示例', 'EXAMPLE') : (cell ?? '')
  if (field === 'category')
    return {
      phone: { 'zh-CN': '手机', en: 'phone' },
      luxury_bag: { 'zh-CN': '奢侈品箱包', en: 'luxury bag' },
      general: { 'zh-CN': '综合', en: 'general' },
      price_stock: { 'zh-CN': '', en: '' },
    }[category][language]
  if (field === 'report.kind' && language === 'en') return cell === '自检' ? 'self' : 'third party'
  if (cell !== undefined || !field.startsWith('measured.')) return cell ?? ''
  const measured = templateFor(category).fields.find(({ key }) => `measured.${key}` === field)
  const best = measured?.kind === 'choice' ? measured.choices[0] : undefined
  return (language === 'en' ? best?.en : best?.zh) ?? ''
}
